namespace RunKit.ControlPlane.Panes;

/// <summary>A pane at one moment. In copy mode it is its real screen, not what the user has scrolled to.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Size">Its columns and rows.</param>
/// <param name="Cursor">Where the cursor is.</param>
/// <param name="HistorySize">How many rows its history holds.</param>
/// <param name="AlternateScreen">A full-screen program has the screen; <paramref name="OtherScreen"/> is what it hides.</param>
/// <param name="Mode">tmux's mode, such as <c>copy-mode</c>; null when it is in none.</param>
/// <param name="Dead">Its program has ended and tmux keeps it.</param>
/// <param name="ExitStatus">The status that it ended with; null when it has not, was ended by a signal, or tmux does not say.</param>
/// <param name="Command">The program in the foreground.</param>
/// <param name="Path">That program's current directory.</param>
/// <param name="Title">The pane's title.</param>
/// <param name="History">The rows of its history that were asked for, the oldest first.</param>
/// <param name="Screen">The rows of its screen.</param>
/// <param name="OtherScreen">The rows of the screen that a full-screen program hides; empty without one.</param>
/// <param name="Pending">What the program has printed of a sequence that is not whole yet.</param>
public sealed record PaneCapture(
    string Server,
    PaneId Pane,
    TerminalSize Size,
    CursorView Cursor,
    long HistorySize,
    bool AlternateScreen,
    string? Mode,
    bool Dead,
    int? ExitStatus,
    string Command,
    string Path,
    string Title,
    ImmutableArray<PaneRow> History,
    ImmutableArray<PaneRow> Screen,
    ImmutableArray<PaneRow> OtherScreen,
    string Pending)
{
    /// <summary>
    /// Older rows than those in <see cref="History"/> were asked for and went out of the history while it was read: a program that prints
    /// fast pushed them out.
    /// </summary>
    public bool HistoryCut { get; init; }
}

/// <summary>A cursor.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Row">Its row on the screen, from 0.</param>
/// <param name="Visible">The program has not hidden it.</param>
public sealed record CursorView(int Column, int Row, bool Visible);

/// <summary>A row of a screen.</summary>
/// <param name="Text">Its text, without blanks at the end.</param>
/// <param name="Ansi">The same as tmux prints it: with the sequences that colour it and the blanks at its end. Styles go on from row to row.</param>
public sealed record PaneRow(string Text, string Ansi);
