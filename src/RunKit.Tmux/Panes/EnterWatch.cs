namespace RunKit.Tmux.Panes;

/// <summary>Tells from one look after the other what an Enter has done. Not thread-safe.</summary>
public sealed class EnterWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly PaneMoment _before;
    private readonly EchoSearch _search;
    private readonly bool _seen;
    private readonly (int Below, int Anywhere) _stood;
    private PaneMoment _last;
    private TimeSpan _changed;
    private bool _showed;

    /// <param name="before">The pane before it.</param>
    /// <param name="search">The text that was typed.</param>
    /// <param name="seen">The text was seen on the screen.</param>
    public EnterWatch(PaneMoment before, EchoSearch search, bool seen)
    {
        ArgumentNullException.ThrowIfNull(before);
        (_before, _last, _search, _seen) = (before, before, search, seen);
        _stood = before.Count(search, before.Facts.RowMark);
    }

    /// <summary>What is to be said now.</summary>
    /// <param name="now">The pane.</param>
    /// <param name="at">How long ago Enter was pressed.</param>
    public EnterVerdict Judge(PaneMoment now, TimeSpan at)
    {
        ArgumentNullException.ThrowIfNull(now);
        _changed = now.ShowsTheSame(_last) && now.Unread == _last.Unread ? _changed : at;
        _last = now;
        if (now.Unread > 0)
        {
            return at - _changed >= Limit ? EnterVerdict.Queued : EnterVerdict.Wait;
        }

        if (at < Pause)
        {
            return EnterVerdict.Wait;
        }

        if (_before.Terminal is { ReadsLines: true, Echoes: var echoes })
        {
            // Its line has ended, and the program has taken it; the kernel showed the line's end if it shows anything.
            return !echoes || !now.ShowsTheSame(_before) || at >= Silence ? EnterVerdict.Took : EnterVerdict.Wait;
        }

        return _seen ? JudgeSeen(now, at) : JudgeUnseen(now, at);
    }

    private EnterVerdict JudgeSeen(PaneMoment now, TimeSpan at)
    {
        // A look can fall into the middle of what a program draws anew: two, one after the other, have to show it.
        var (shows, showed) = (ShowsEffect(now), _showed);
        _showed = shows;
        if (shows)
        {
            return showed ? EnterVerdict.Took : EnterVerdict.Wait;
        }

        return at < Limit ? EnterVerdict.Wait : now.ShowsTheSame(_before) ? EnterVerdict.Nothing : EnterVerdict.Unclear;
    }

    private bool ShowsEffect(PaneMoment now) =>
        (!_search.IsPossible && !now.ShowsTheSame(_before))
            || now.Facts.RowMark != _before.Facts.RowMark
            || now.Facts.Cursor.Column != _before.Facts.Cursor.Column
            || (now.Count(_search, _before.Facts.RowMark) is var stands && (stands.Below < _stood.Below || stands.Anywhere < _stood.Anywhere));

    // The program shows nothing of what it reads: that it reads is all that can be seen.
    private static EnterVerdict JudgeUnseen(PaneMoment now, TimeSpan at) =>
        at < Silence ? EnterVerdict.Wait : now.Terminal is null ? EnterVerdict.Unclear : EnterVerdict.Took;
}

/// <summary>What an Enter has done.</summary>
public enum EnterVerdict
{
    /// <summary>It is not clear yet.</summary>
    Wait = 0,

    /// <summary>The program has taken it.</summary>
    Took = 1,

    /// <summary>Nothing at all has changed: the text stands where it stood.</summary>
    Nothing = 2,

    /// <summary>The text stands where it stood, and something else has changed.</summary>
    Unclear = 3,

    /// <summary>The program does not read it.</summary>
    Queued = 4,
}
