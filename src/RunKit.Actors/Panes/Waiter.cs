using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>One waiter: what it wants to see, how often, and what it came to.</summary>
internal sealed class Waiter
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MiddlePause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MiddleWait = TimeSpan.FromSeconds(60);

    // For so long a server may not tell, such as one whose connection is being made anew, or one that does not show the rows of a pane.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(3);

    // After a time in which nothing ran here, a laptop's sleep, one look in vain says nothing.
    private const int MostMisses = 2;

    private readonly PaneAddress _pane;
    private readonly WaitCondition _condition;
    private readonly WaitState _state;
    private readonly TimeSpan _began;
    private readonly TimeSpan _limit;
    private TimeSpan _heard;
    private int _misses;
    private bool _wasThere;
    private bool _again;

    public Waiter(PaneAddress pane, WaitCondition condition, TimeSpan limit, TimeSpan now)
    {
        (_pane, _condition, _limit, _began, _heard) = (pane, condition, limit, now, now);
        _state = new WaitState(condition);
    }

    public WaitAsk Ask => new(_pane.Pane, _state.Rows, _condition.NeedsTerminal);

    /// <summary>How long it may be until the next look.</summary>
    public TimeSpan PauseAt(TimeSpan now)
    {
        var left = _began + _limit - now;
        var pause = _again ? TimeSpan.Zero
            : now - _began < ShortWait ? ShortestPause
            : now - _began < MiddleWait ? MiddlePause
            : LongestPause;
        return left < pause ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : pause;
    }

    /// <summary>What a look amounts to; null while it is to go on.</summary>
    public WaitOutcome? Take(WaitLook look, TimeSpan now)
    {
        var isBlind = look is { Facts: not null, HasRows: false } && _state.Rows is not null;
        if (isBlind && now - _heard > MostSilence)
        {
            return new WaitOutcome.NotKnown("tmux tells that the pane is there, and does not show its rows");
        }

        (_heard, _misses, _again) = (isBlind ? _heard : now, 0, false);
        _wasThere |= look.Facts is not null;
        if (!_wasThere)
        {
            return new WaitOutcome.UnknownPane();
        }

        switch (_state.Observe(look, now))
        {
            case WaitVerdict.Held:
                return new WaitOutcome.Held(_state.Held);
            case WaitVerdict.Gone:
                return new WaitOutcome.Gone();
            case WaitVerdict.TooSlow:
                return new WaitOutcome.NotKnown("the expression takes too long on what the pane shows; give a simpler one");
            case WaitVerdict.Again:
                _again = !isBlind;
                break;
        }

        return OverAt(now);
    }

    /// <summary>The server did not tell; null while it is to be asked again.</summary>
    public WaitOutcome? Miss(string problem, TimeSpan now)
    {
        _again = false;
        return ++_misses > MostMisses && now - _heard > MostSilence ? new WaitOutcome.NotKnown(problem) : OverAt(now);
    }

    private WaitOutcome.TimedOut? OverAt(TimeSpan now) => now - _began >= _limit ? new WaitOutcome.TimedOut() : null;
}
