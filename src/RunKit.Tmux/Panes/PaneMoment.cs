namespace RunKit.Tmux.Panes;

/// <summary>A pane and its terminal at one moment, as a sender looks at them.</summary>
/// <param name="Facts">The pane.</param>
/// <param name="Rows">Its screen.</param>
/// <param name="Terminal">Its terminal; null when that cannot be looked at.</param>
public sealed record PaneMoment(PaneFacts Facts, ImmutableArray<string> Rows, PaneTerminal? Terminal)
{
    /// <summary>How many bytes are typed that the program has not read; 0 too when nobody can tell.</summary>
    public int Unread => Terminal?.Unread ?? 0;

    /// <summary>Whether the screen, and where its cursor is, are the same.</summary>
    public bool ShowsTheSame(PaneMoment other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Facts.Cursor == other.Facts.Cursor
            && Facts.HistorySize == other.Facts.HistorySize
            && Facts.Alternate == other.Facts.Alternate
            && Rows.SequenceEqual(other.Rows, StringComparer.Ordinal);
    }

    /// <summary>How often a text stands where something can have been written since: below a row, and on the screen.</summary>
    /// <param name="search">The text.</param>
    /// <param name="mark">The row, counted from the oldest of the history.</param>
    public (int Below, int Anywhere) Count(EchoSearch search, long mark)
    {
        ArgumentNullException.ThrowIfNull(search);
        var first = (int)Math.Clamp(mark - Facts.HistorySize, 0, Rows.Length);
        return (search.Count(Rows.Skip(first)), search.Count(Rows));
    }
}
