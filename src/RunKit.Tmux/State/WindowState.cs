namespace RunKit.Tmux.State;

/// <summary>A window, wherever it is linked.</summary>
/// <param name="ActivePane">The pane that has the keys; null when tmux named none.</param>
public sealed record WindowState(WindowId Id, string Name, WindowShape Shape, PaneId? ActivePane);

/// <summary>How a window is divided.</summary>
/// <param name="Layout">tmux's layout text: a checksum and the tree of cells.</param>
/// <param name="Visible">The layout that is shown: another one while a pane is zoomed.</param>
public sealed record WindowShape(TerminalSize Size, string Layout, string Visible)
{
    /// <summary>Whether one pane fills the window and hides the others.</summary>
    public bool Zoomed => Layout != Visible;
}

/// <summary>Columns and rows of characters.</summary>
public readonly record struct TerminalSize(int Width, int Height);

/// <summary>A pane, wherever it has moved.</summary>
/// <param name="Index">Its place in the window, from <c>pane-base-index</c> on.</param>
/// <param name="Dead">Its program has ended and tmux keeps it (<c>remain-on-exit</c>).</param>
/// <param name="Pid">The process that tmux started in it; another one after <c>respawn-pane</c>.</param>
/// <param name="Command">The name of the program in the foreground.</param>
/// <param name="Path">The current directory of that program.</param>
/// <param name="Mode">tmux's mode, such as <c>copy-mode</c>; empty when it is in none.</param>
public sealed record PaneState(
    PaneId Id,
    WindowId Window,
    int Index,
    TerminalSize Size,
    bool Dead,
    int Pid,
    string Title,
    string Command,
    string Path,
    string Mode)
{
    /// <summary>The status that the program of a dead pane ended with; null while it runs, and where tmux does not tell.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that ended it, such as <c>SIGKILL</c>; null when it was none, or tmux does not tell (3.2a).</summary>
    public string? ExitSignal { get; init; }

    /// <summary>It is known how its program ended.</summary>
    public bool IsEndKnown => ExitStatus is not null || ExitSignal is not null;
}
