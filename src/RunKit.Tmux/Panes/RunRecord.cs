namespace RunKit.Tmux.Panes;

/// <summary>What is written down of a run, so that another process can see it to its end.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Socket">The path of its server's socket.</param>
/// <param name="Generation">Its server's generation.</param>
/// <param name="ServerProcess">Its server's process.</param>
/// <param name="Window">The window that was made for it, and what runs in it.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Started">When it was started.</param>
/// <param name="OutputLimit">How many bytes of output are kept.</param>
/// <param name="Keep">Its window stays.</param>
/// <param name="Watcher">The process that sees it to its end.</param>
public sealed record RunRecord(
    RunId Id,
    string Socket,
    ServerGeneration Generation,
    ProcessIdentity ServerProcess,
    RunWindow Window,
    ImmutableArray<string> Command,
    DateTimeOffset Started,
    long OutputLimit,
    bool Keep,
    ProcessIdentity Watcher)
{
    /// <summary>How it ended; null while it runs.</summary>
    public RunResult? Result { get; init; }

    /// <summary>When that was seen.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>It runs in a shell that lives: the window is the shell's, and the shell is its process.</summary>
    public bool InShell { get; init; }

    /// <summary>C-c was pressed for it by our order.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Not all of its output is there.</summary>
    public bool OutputCut { get; init; }
}

/// <summary>The window of a run.</summary>
/// <param name="Session">The session it was made in.</param>
/// <param name="Window">The window.</param>
/// <param name="Pane">Its pane.</param>
/// <param name="Terminal">The path of the pane's terminal.</param>
/// <param name="Holder">The pane's own process, which outlives the command.</param>
/// <param name="Process">The command's process.</param>
public sealed record RunWindow(
    SessionId Session, WindowId Window, PaneId Pane, string Terminal, ProcessIdentity Holder, ProcessIdentity Process);
