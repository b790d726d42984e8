using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class TimingTests : TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private static void Fails(Action action) => Should.Throw<XunitException>(action);

    /// <summary>Lets real time pass, which is what these tests are about.</summary>
    private static void Take(TimeSpan duration)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(duration).ShouldBeFalse();
    }

    [Fact]
    public void AwaitAssert_tries_until_it_passes()
    {
        var attempts = 0;
        AwaitAssert(() => (++attempts).ShouldBe(3));
        attempts.ShouldBe(3);
    }

    [Fact]
    public void AwaitAssert_fails_with_the_last_failure()
    {
        var attempts = 0;
        var failure = Should.Throw<Boom>(() => AwaitAssert(() => throw new Boom($"{++attempts}"), Short, TimeSpan.FromMilliseconds(10)));
        failure.Message.ShouldBe($"{attempts}");
        attempts.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task AwaitAssertAsync_tries_until_it_passes()
    {
        var attempts = 0;
        await AwaitAssertAsync(() => (++attempts).ShouldBe(2));
        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            (++attempts).ShouldBe(4);
        });
        attempts.ShouldBe(4);
        await Should.ThrowAsync<Boom>(() => AwaitAssertAsync(() => throw new Boom(), Short));
    }

    [Fact]
    public void AwaitCondition_tries_until_it_holds()
    {
        var attempts = 0;
        AwaitCondition(() => ++attempts == 3);
        Fails(() => AwaitCondition(() => false, Short));
    }

    [Fact]
    public void Within_limits_what_its_expectations_wait_for()
    {
        Within(TimeSpan.FromHours(1), () =>
        {
            Remaining.ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
            RemainingOrDefault.ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        });
        RemainingOrDefault.ShouldBe(TimeSpan.FromSeconds(3));
        Fails(() => Within(Short, () => ExpectMsg<string>()));
    }

    [Fact]
    public void The_remaining_time_is_known_inside_Within_only() => Should.Throw<InvalidOperationException>(() => Remaining);

    [Fact]
    public void An_inner_Within_gets_no_more_than_the_outer_one_has_left() =>
        Within(TimeSpan.FromMinutes(1), () => Within(TimeSpan.FromHours(1), () => Remaining.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1))));

    [Fact]
    public void Within_fails_when_the_block_takes_too_long() => Fails(() => Within(Short, () => Take(Short * 3)));

    [Fact]
    public void Within_fails_when_the_block_is_done_too_soon() => Fails(() => Within(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), () => { }));

    [Fact]
    public void Within_gives_back_what_its_block_does() => Within(TimeSpan.FromSeconds(5), () => 42).ShouldBe(42);

    [Fact]
    public void Waiting_for_silence_may_use_all_the_time() => Within(Short, () => ExpectNoMsg());

    [Fact]
    public async Task Within_can_be_awaited()
    {
        await WithinAsync(TimeSpan.FromHours(1), async () =>
        {
            await Task.Yield();
            Remaining.ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        });
        await Should.ThrowAsync<XunitException>(() => WithinAsync(Short, () => Task.Delay(Short * 3)));
    }
}

public sealed class TimeFactorTests() : TestKit("akka.test.timefactor = 2.0")
{
    [Fact]
    public void A_time_factor_stretches_what_tests_wait_for()
    {
        Dilated(TimeSpan.FromSeconds(2)).ShouldBe(TimeSpan.FromSeconds(4));
        RemainingOrDefault.ShouldBe(TimeSpan.FromSeconds(6));
    }
}
