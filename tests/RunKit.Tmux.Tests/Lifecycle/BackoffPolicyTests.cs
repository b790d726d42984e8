using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Tests.Lifecycle;

public class BackoffPolicyTests
{
    private static readonly BackoffPolicy Default = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));

    [Fact]
    public void The_delays_are_250_ms_500_ms_1_s_2_s_5_s_and_5_s_ever_after() =>
        Enumerable.Range(1, 8).Select(attempt => Default.Delay(attempt, jitter: 0).TotalMilliseconds)
            .ShouldBe([250, 500, 1000, 2000, 5000, 5000, 5000, 5000]);

    [Theory]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void However_many_have_failed_it_is_never_more_than_the_maximum(int attempt) =>
        Default.Delay(attempt, jitter: 0).ShouldBe(TimeSpan.FromSeconds(5));

    [Fact]
    public void Jitter_only_lengthens_and_by_a_fifth_at_most()
    {
        Default.Delay(1, jitter: 0.5).ShouldBe(TimeSpan.FromMilliseconds(275));
        Default.Delay(1, jitter: 1).ShouldBe(TimeSpan.FromMilliseconds(300));
        Default.Delay(9, jitter: 1).ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void A_maximum_that_no_doubling_meets_is_reached_all_the_same()
    {
        var policy = new BackoffPolicy(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));
        Enumerable.Range(1, 4).Select(attempt => policy.Delay(attempt, 0).TotalSeconds).ShouldBe([3, 10, 10, 10]);
    }

    [Fact]
    public void Equal_bounds_are_one_delay()
    {
        var policy = new BackoffPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        policy.Delay(1, 0).ShouldBe(TimeSpan.FromSeconds(1));
        policy.Delay(9, 0).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(-1, 0.0)]
    [InlineData(1, -0.1)]
    [InlineData(1, 1.1)]
    public void A_value_out_of_range_is_refused(int attempt, double jitter) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Default.Delay(attempt, jitter));

    [Fact]
    public void A_first_delay_of_nothing_is_refused_rather_than_doubled_for_ever() =>
        Should.Throw<InvalidOperationException>(() => new BackoffPolicy(TimeSpan.Zero, TimeSpan.FromSeconds(5)).Delay(2, 0));
}
