using RunKit.Actors.Scheduling;

namespace RunKit.Actors.Tests.Scheduling;

public sealed class SlackTests
{
    [Fact]
    public void A_timer_is_never_early_and_at_most_a_64th_of_its_delay_late()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var due = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerDay * 100));
            var delay = TimeSpan.FromTicks((long)Math.Pow(10, 13 * random.NextDouble()));

            var late = Slack.PutOff(due, delay) - due;

            late.ShouldBeInRange(TimeSpan.Zero, delay / 64);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(63.9)]
    public void A_short_timer_is_not_put_off(double milliseconds)
    {
        var due = TimeSpan.FromTicks(123_456_789);

        Slack.PutOff(due, TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(due);
    }

    [Fact]
    public void Timers_of_15_s_share_eight_moments_a_second_at_most()
    {
        var delay = TimeSpan.FromSeconds(15);

        var moments = Enumerable.Range(0, 1000).Select(i => Slack.PutOff(TimeSpan.FromMilliseconds(i), delay)).Distinct().ToArray();

        moments.Length.ShouldBeLessThanOrEqualTo(9);
        moments.ShouldAllBe(moment => moment.Ticks % (128 * TimeSpan.TicksPerMillisecond) == 0);
    }

    [Fact]
    public void The_moments_of_long_timers_are_moments_of_shorter_ones()
    {
        var due = TimeSpan.FromTicks(123_456_789_012);

        var moment = Slack.PutOff(due, TimeSpan.FromSeconds(30));

        Slack.PutOff(moment, TimeSpan.FromSeconds(15)).ShouldBe(moment);
        Slack.PutOff(moment, TimeSpan.FromSeconds(1)).ShouldBe(moment);
    }
}
