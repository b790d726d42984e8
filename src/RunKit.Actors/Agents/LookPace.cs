namespace RunKit.Actors.Agents;

/// <summary>
/// When a server's panes may be looked at again: a look costs the server sixty times as long a rest, up to a second, of which some credit is given for
/// single changes. Titles that spin ten times a second so cost no more than a few hundredths of it.
/// </summary>
internal sealed class LookPace
{
    private const int Price = 60;
    private static readonly TimeSpan HighestPrice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(600);
    private TimeSpan _began;
    private TimeSpan _paid;

    /// <summary>When the last look was begun.</summary>
    public TimeSpan Began => _began;

    public void Begin(TimeSpan now) => _began = now;

    public void End(TimeSpan now)
    {
        var price = (now - _began) * Price;
        _paid = (_paid > _began ? _paid : _began) + (price < HighestPrice ? price : HighestPrice);
    }

    /// <summary>How long to wait with a look that was hinted at; zero for not at all.</summary>
    public TimeSpan UntilHinted(TimeSpan now)
    {
        var wait = _paid - Credit - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
