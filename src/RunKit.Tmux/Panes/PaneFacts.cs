using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>What tmux says of one pane at one moment.</summary>
/// <param name="Id">The pane.</param>
/// <param name="Pid">The process that tmux started in it.</param>
/// <param name="Size">Its columns and rows.</param>
/// <param name="Cursor">Where its cursor is.</param>
/// <param name="HistorySize">How many rows have scrolled out of it and are kept.</param>
/// <param name="HistoryLimit">How many are kept at most.</param>
/// <param name="Tty">The path of its terminal.</param>
/// <param name="Command">The name of the program in the foreground, as tmux sees it.</param>
/// <param name="Path">The current directory of that program.</param>
/// <param name="Title">Its title.</param>
/// <param name="Mode">tmux's mode, such as <c>copy-mode</c>; empty when it is in none.</param>
public sealed record PaneFacts(
    PaneId Id,
    int Pid,
    TerminalSize Size,
    PaneCursor Cursor,
    long HistorySize,
    long HistoryLimit,
    string Tty,
    string Command,
    string Path,
    string Title,
    string Mode)
{
    /// <summary>Its program has ended and tmux keeps it (<c>remain-on-exit</c>).</summary>
    public bool Dead { get; init; }

    /// <summary>The status that the program of a dead pane ended with; null when tmux does not say.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that ended it, as tmux names it; null when it was none, or tmux does not say (3.2a).</summary>
    public string? ExitSignal { get; init; }

    /// <summary>A full-screen program has the alternate screen.</summary>
    public bool Alternate { get; init; }

    /// <summary>Keys that are sent to it reach every pane of its window.</summary>
    public bool Synchronized { get; init; }

    /// <summary>It takes no input (<c>select-pane -d</c>).</summary>
    public bool InputOff { get; init; }

    /// <summary>Its output is piped somewhere (<c>pipe-pane</c>).</summary>
    public bool Piped { get; init; }

    /// <summary>Whether the program asked for brackets around what is pasted; null where tmux does not tell (before 3.7).</summary>
    public bool? BracketedPaste { get; init; }

    /// <summary>The row of the cursor, counted from the oldest row of the history: what is printed from now on stands there or below.</summary>
    public long RowMark => HistorySize + Cursor.Row;
}

/// <summary>A pane's cursor.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Row">Its row on the screen, from 0.</param>
/// <param name="Visible">The program has not hidden it.</param>
public readonly record struct PaneCursor(int Column, int Row, bool Visible);
