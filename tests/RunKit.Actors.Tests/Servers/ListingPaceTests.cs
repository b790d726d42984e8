using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

/// <summary>When a server is listed next.</summary>
public sealed class ListingPaceTests
{
    private readonly ListingPace _pace = new(new SnapshotSettings(), TimeSpan.Zero);

    [Fact]
    public void The_first_hint_after_a_pause_is_listed_at_once_and_the_next_after_10_ms()
    {
        _pace.UntilHinted(Ms(10)).ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
        Took(began: 10, ended: 11);

        _pace.UntilHinted(Ms(12)).ShouldBe(Ms(8));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 10)]
    [InlineData(20, 450)]
    [InlineData(10_000, 850)]
    public void A_listing_that_takes_long_is_followed_by_a_rest_of_thirty_times_that_less_a_credit_up_to_a_second(double took, double gap)
    {
        Took(began: 0, ended: took);

        _pace.UntilHinted(TimeSpan.Zero).ShouldBe(Ms(gap));
    }

    [Fact]
    public void A_storm_of_hints_takes_a_thirtieth_of_the_time_in_the_long_run()
    {
        var (now, listing) = (1000.0, 0.0);
        for (var round = 0; round < 1000; round++)
        {
            now = Math.Max(now, now + _pace.UntilHinted(Ms(now)).TotalMilliseconds);
            Took(now, now + 30);
            (now, listing) = (now + 30, listing + 30);
        }

        (listing / (now - 1000)).ShouldBeLessThan(0.035);
    }

    [Fact]
    public void A_server_is_busy_while_it_is_followed_and_for_a_minute_after_anything()
    {
        _pace.IsBusy(Ms(59_999)).ShouldBeTrue();
        _pace.IsBusy(Ms(60_000)).ShouldBeFalse();
        _pace.Interest(Ms(60_000));
        _pace.IsBusy(Ms(119_999)).ShouldBeTrue();
        _pace.Followed = true;
        _pace.IsBusy(Ms(1e9)).ShouldBeTrue();
    }

    [Fact]
    public void Idle_servers_are_listed_together_at_whole_seconds()
    {
        _pace.UntilRefresh(Ms(100)).ShouldBe(Ms(2000));
        (Ms(60_300) + _pace.UntilRefresh(Ms(60_300))).ShouldBe(Ms(76_000));
        (Ms(61_000) + _pace.UntilRefresh(Ms(61_000))).ShouldBe(Ms(76_000));
    }

    private void Took(double began, double ended)
    {
        _pace.Begin(Ms(began));
        _pace.End(Ms(ended));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
