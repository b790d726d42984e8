using RunKit.Testing.Time;

namespace RunKit.Testing.Tests.Time;

public sealed class ManualTimeTests
{
    [Fact]
    public void Time_passes_by_as_much_as_it_is_told()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var start = time.GetTimestamp();

        time.Advance(TimeSpan.FromMinutes(90));

        time.GetUtcNow().ShouldBe(DateTimeOffset.UnixEpoch.AddMinutes(90));
        time.GetElapsedTime(start).ShouldBe(TimeSpan.FromMinutes(90));
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var time = new ManualTime();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), time);

        time.Advance(TimeSpan.FromSeconds(9));
        delay.IsCompleted.ShouldBeFalse();
        time.NextDue.ShouldBe(TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(1));
        await delay;
        time.Waiting.ShouldBe(0);
    }

    [Fact]
    public void A_token_is_cancelled_at_its_time()
    {
        var time = new ManualTime();
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);

        time.Advance(TimeSpan.FromSeconds(5));

        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Timers_ring_in_the_order_in_which_they_are_due_each_at_its_own_moment()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var rung = new List<(string, double)>();
        using var every = Timer(time, "every", rung, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var once = Timer(time, "once", rung, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(5));

        rung.ShouldBe([("every", 2), ("once", 3), ("every", 4)]);
    }

    [Fact]
    public void A_timer_that_is_disposed_or_put_off_does_not_ring()
    {
        var time = new ManualTime();
        var rung = new List<(string, double)>();
        var gone = Timer(time, "gone", rung, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var later = Timer(time, "later", rung, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        gone.Dispose();
        later.Change(TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        gone.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(30));

        rung.ShouldBeEmpty();
    }

    private static ITimer Timer(ManualTime time, string name, List<(string, double)> rung, TimeSpan due, TimeSpan period) =>
        time.CreateTimer(_ => rung.Add((name, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds)), null, due, period);
}
