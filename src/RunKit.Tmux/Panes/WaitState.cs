using System.Text.RegularExpressions;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>
/// One waiter. Its first look sets the row mark: what is printed from then on stands there or below, and what stood there before, the echo of
/// what was typed among it, does not count. A program may also paint over rows above the mark: of those the ones count that stood nowhere on
/// the screen at the first look. Where rows cannot be counted, on the alternate screen, with next to no history, or after a change of the
/// size, that is the rule for all rows.
/// </summary>
/// <param name="condition">What is waited for.</param>
public sealed class WaitState(WaitCondition condition)
{
    // Of a pane that prints without a pause no two looks find the same rows.
    private const int MostTries = 3;

    // So many looks may take too long, one after the other.
    private const int MostSlowLooks = 20;

    // tmux drops a tenth of the history at once when it is full.
    private const int DropShare = 10;

    private readonly HashSet<string> _before = new(StringComparer.Ordinal);
    private bool _begun;
    private bool _hasMark;
    private bool _bySet;
    private int _tries;
    private int _slowLooks;
    private long _mark;
    private string _markRow = "";
    private long _history;
    private long _seen;
    private TerminalSize _size;
    private (long, PaneCursor, string) _last;
    private TimeSpan _changed;

    /// <summary>The first condition that held; empty before.</summary>
    public string Held { get; private set; } = "";

    /// <summary>Which rows to look at next; null when none are needed, or the pane has to be looked at first.</summary>
    public WaitRows? Rows
    {
        get
        {
            if (!condition.NeedsScreen || !_hasMark)
            {
                return null;
            }

            var (from, mark) = (_seen - _history, _mark - _history);
            return _bySet || condition.Anywhere ? new WaitRows(null, 0)
                : mark > from ? new WaitRows((from, mark), mark)
                : new WaitRows(null, from);
        }
    }

    /// <summary>Takes a look, and says what it shows.</summary>
    /// <param name="look">The look, at the rows that were asked for.</param>
    /// <param name="now">The time since some moment.</param>
    public WaitVerdict Observe(WaitLook look, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(look);
        if (look.Facts is not { } facts || (facts.Dead && condition.Exit))
        {
            return condition.Exit ? Hold(WaitCondition.ExitWord) : WaitVerdict.Gone;
        }

        if (condition.Prompt && look.Terminal is { IsAtPrompt: true })
        {
            return Hold(WaitCondition.PromptWord);
        }

        if (condition.Command is { } command && (facts.Command == command || look.Terminal?.Foreground?.Name == command))
        {
            return Hold(WaitCondition.CommandWord);
        }

        var verdict = condition.NeedsScreen ? ObserveScreen(look, facts, now) : WaitVerdict.NotYet;
        return verdict == WaitVerdict.NotYet && facts.Dead && condition.Quiet is null ? WaitVerdict.Gone : verdict;
    }

    private WaitVerdict ObserveScreen(WaitLook look, PaneFacts facts, TimeSpan now)
    {
        if (!_begun)
        {
            return Begin(look, facts, now);
        }

        _bySet |= facts.Alternate || facts.Size != _size;
        if (facts.HistorySize != _history || !look.HasRows)
        {
            // Rows that were asked for by numbers that are too large are younger ones; by numbers that are too small they would be older.
            var areOlder = facts.HistorySize < _history;
            Follow(facts);
            if (!look.HasRows || areOlder || (!_bySet && ++_tries < MostTries))
            {
                return WaitVerdict.Again;
            }
        }

        var verdict = Judge(look, facts, now);
        (_tries, _seen) = (0, facts.HistorySize);
        return verdict;
    }

    private WaitVerdict Begin(WaitLook look, PaneFacts facts, TimeSpan now)
    {
        var isSettled = look.HasRows && facts.RowMark == _mark && facts.HistorySize == _history;
        if (!isSettled)
        {
            (_mark, _history, _seen, _hasMark) = (facts.RowMark, facts.HistorySize, facts.HistorySize, true);
            if (!look.HasRows || ++_tries < MostTries)
            {
                return WaitVerdict.Again;
            }
        }

        _bySet = facts.Alternate || facts.HistoryLimit / DropShare < facts.Size.Height;
        (_size, _changed, _tries, _begun) = (facts.Size, now, 0, true);
        _before.UnionWith(look.Above.Concat(look.Below).Select(row => row.TrimEnd()));
        _markRow = isSettled && !condition.Anywhere && look.Below is [var first, ..] ? first.TrimEnd() : "";
        return Judge(look, facts, now);
    }

    // The rows that are known have other numbers now.
    private void Follow(PaneFacts facts)
    {
        if (facts.HistorySize < _history)
        {
            var dropped = facts.HistorySize == 0 ? _history : Math.Max(1, facts.HistoryLimit / DropShare);
            (_mark, _seen) = (Math.Max(0, _mark - dropped), Math.Max(0, _seen - dropped));
        }

        _history = facts.HistorySize;
    }

    private WaitVerdict Judge(WaitLook look, PaneFacts facts, TimeSpan now)
    {
        var screen = (facts.HistorySize, facts.Cursor, string.Join('\n', look.Above.Concat(look.Below)));
        if (screen != _last)
        {
            (_last, _changed) = (screen, now);
        }

        try
        {
            if (condition.Text is { } text && text.IsMatch(string.Join('\n', New(look))))
            {
                return Hold(WaitCondition.TextWord);
            }

            _slowLooks = 0;
        }
        catch (RegexMatchTimeoutException)
        {
            // On a busy machine the clock runs on while nothing is matched.
            return ++_slowLooks < MostSlowLooks ? WaitVerdict.Again : WaitVerdict.TooSlow;
        }

        return condition.Quiet is { } quiet && now - _changed >= quiet ? Hold(WaitCondition.QuietWord) : WaitVerdict.NotYet;
    }

    private IEnumerable<string> New(WaitLook look)
    {
        if (condition.Anywhere)
        {
            return look.Above.Concat(look.Below).Select(row => row.TrimEnd());
        }

        var painted = (_bySet ? look.Above.Concat(look.Below) : look.Above).Select(row => row.TrimEnd()).Where(row => !_before.Contains(row));
        return _bySet ? painted : painted.Concat(look.Below.Select((row, index) => index == 0 ? BehindMark(row.TrimEnd()) : row.TrimEnd()));
    }

    // In the row of the mark stood something before: a prompt, and what was typed there.
    private string BehindMark(string row) => _mark >= _seen && row.StartsWith(_markRow, StringComparison.Ordinal) ? row[_markRow.Length..] : row;

    private WaitVerdict Hold(string word)
    {
        Held = word;
        return WaitVerdict.Held;
    }
}
