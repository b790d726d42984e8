namespace RunKit.Tmux.Panes;

/// <summary>Tells from one look after the other what has become of a text that was pasted. Not thread-safe.</summary>
public sealed class EchoWatch
{
    // A full-screen program may take an Enter that comes too soon for a part of the paste; a shell's line editor does not.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan ShortQuiet = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RestlessLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PasswordPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StuckLimit = TimeSpan.FromMilliseconds(1500);

    private readonly EchoSearch _search;
    private readonly long _mark;
    private readonly TimeSpan _quiet;
    private readonly (int Below, int Anywhere) _stood;
    private PaneMoment _last;
    private TimeSpan _changed;
    private TimeSpan? _seen;
    private bool _wasMissed;

    /// <param name="before">The pane before.</param>
    /// <param name="search">The text.</param>
    public EchoWatch(PaneMoment before, EchoSearch search)
    {
        ArgumentNullException.ThrowIfNull(before);
        (_last, _search, _mark) = (before, search, before.Facts.RowMark);
        _quiet = before.Terminal is { IsAtPrompt: true } ? ShortQuiet : Quiet;
        _stood = before.Count(search, _mark);
    }

    /// <summary>What is to be said now.</summary>
    /// <param name="now">The pane.</param>
    /// <param name="at">How long ago it was pasted.</param>
    public EchoVerdict Judge(PaneMoment now, TimeSpan at)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (!now.ShowsTheSame(_last) || now.Unread != _last.Unread)
        {
            _changed = at;
        }

        _last = now;
        if (now.Unread > 0)
        {
            // Where the kernel edits lines, that are whole lines of the text: its last one is typed all the same.
            return at - _changed >= StuckLimit ? EchoVerdict.Queued : EchoVerdict.Wait;
        }

        if (now.Terminal is { IsPassword: true })
        {
            return at >= PasswordPause ? EchoVerdict.Silent : EchoVerdict.Wait;
        }

        if (IsSeen(now))
        {
            _wasMissed = false;
            _seen ??= at;
            return now.Terminal is { ReadsLines: true } || at - _changed >= _quiet || at - _seen >= RestlessLimit ? EchoVerdict.Seen : EchoVerdict.Wait;
        }

        // A look can fall into the middle of what a program draws anew.
        if (_wasMissed)
        {
            _seen = null;
        }

        _wasMissed = true;
        if (_seen is not null)
        {
            return EchoVerdict.Wait;
        }

        return at - _changed >= Silence || at >= SilenceLimit ? EchoVerdict.Silent : EchoVerdict.Wait;
    }

    private bool IsSeen(PaneMoment now)
    {
        var stands = now.Count(_search, _mark);
        return stands.Below > _stood.Below || stands.Anywhere > _stood.Anywhere;
    }
}

/// <summary>What has become of a text that was pasted.</summary>
public enum EchoVerdict
{
    /// <summary>It is not clear yet.</summary>
    Wait = 0,

    /// <summary>It stands on the screen, and the program has come to rest.</summary>
    Seen = 1,

    /// <summary>Nothing of it waits in the terminal, and the screen does not show it.</summary>
    Silent = 2,

    /// <summary>The program does not read it.</summary>
    Queued = 3,
}
