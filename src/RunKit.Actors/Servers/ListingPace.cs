namespace RunKit.Actors.Servers;

/// <summary>
/// When a connected server is listed next. The first hint is listed at once; those that follow are gathered, so that listing takes a bounded
/// part of the server's time however many there are. What tmux never hints at comes with a listing now and then: often while events are read
/// and within a minute of a change or a look, seldom otherwise. Moments are durations on a clock that nobody sets.
/// </summary>
/// <param name="settings">How long the pauses are.</param>
/// <param name="began">When the last listing began; the dial's is the first.</param>
internal sealed class ListingPace(SnapshotSettings settings, TimeSpan began)
{
    // Each listing is paid for with so many times what it took, up to a second: a thirtieth of the server's time in the long run. 100 panes whose
    // titles spin then cost a server 15 % of a core instead of 32 %, of 14 % that they cost by themselves.
    private const int Price = 30;
    private static readonly TimeSpan HighestPrice = TimeSpan.FromSeconds(1);

    // A few changes in a row are listed without waiting for what the ones before have cost.
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(1);

    private TimeSpan _began = began;
    private TimeSpan _paid = began;
    private TimeSpan _lastInterest = began;

    /// <summary>Events are read.</summary>
    public bool Followed { get; set; }

    /// <summary>Something was hinted at, or somebody has asked for the state.</summary>
    public void Interest(TimeSpan now) => _lastInterest = now;

    public void Begin(TimeSpan now) => _began = now;

    public void End(TimeSpan now)
    {
        var price = (now - _began) * Price;
        _paid = (_paid > _began ? _paid : _began) + (price < HighestPrice ? price : HighestPrice);
    }

    /// <summary>How long to gather hints; zero or less when the listing may begin.</summary>
    public TimeSpan UntilHinted(TimeSpan now)
    {
        var gathered = _began + settings.Coalesce;
        return (gathered > _paid - Credit ? gathered : _paid - Credit) - now;
    }

    /// <summary>Whether the unhinted listings come often.</summary>
    public bool IsBusy(TimeSpan now) => Followed || now - _lastInterest < BusyFor;

    /// <summary>How long until the next listing if nothing is hinted at.</summary>
    public TimeSpan UntilRefresh(TimeSpan now)
    {
        if (IsBusy(now))
        {
            return settings.Refresh;
        }

        // At a whole second: idle servers are listed together, and in between nothing wakes a thread.
        var late = (now + settings.IdleRefresh).Ticks % TimeSpan.TicksPerSecond;
        return settings.IdleRefresh + TimeSpan.FromTicks(late == 0 ? 0 : TimeSpan.TicksPerSecond - late);
    }
}
