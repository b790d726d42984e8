using RunKit.Tmux.Panes;

namespace RunKit.ControlPlane.Panes;

/// <summary>A run: a command in a window of its own, or in a shell that lives.</summary>
/// <param name="Node">The node that it belongs to.</param>
/// <param name="Id">Its id.</param>
/// <param name="Server">Its server.</param>
/// <param name="Session">The session its window was made in.</param>
/// <param name="Window">Its window.</param>
/// <param name="Pane">Its pane.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Started">When it was started.</param>
public sealed record RunView(
    string Node,
    RunId Id,
    ServerName Server,
    SessionId Session,
    WindowId Window,
    PaneId Pane,
    ImmutableArray<string> Command,
    DateTimeOffset Started)
{
    /// <summary>How it ended; null while it runs.</summary>
    public RunResult? Result { get; init; }

    /// <summary>When that was seen; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How long it took, in milliseconds; null while it runs.</summary>
    public long? DurationMs => Ended is { } ended ? (long)(ended - Started).TotalMilliseconds : null;

    /// <summary>Not all of its output was kept.</summary>
    public bool OutputCut { get; init; }

    /// <summary>It runs in a shell that lives, whose pane this is.</summary>
    public bool InShell { get; init; }

    /// <summary>Its window stays when it has ended.</summary>
    public bool Keep { get; init; }

    /// <summary>What is written down of a run, as its users see it.</summary>
    /// <param name="record">What is written down.</param>
    /// <param name="node">The node that tells it.</param>
    public static RunView From(RunRecord record, string node)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (window, name) = (record.Window, Path.GetFileName(record.Socket));
        return new RunView(node, record.Id, new ServerName(name), window.Session, window.Window, window.Pane, record.Command, record.Started)
        {
            Result = record.Result,
            Ended = record.Ended,
            OutputCut = record.OutputCut,
            Keep = record.Keep,
            InShell = record.InShell,
        };
    }
}
