using RunKit.Tmux.Agents;

namespace RunKit.Tmux.Ports;

/// <summary>Looks at the processes of panes, and changes nothing.</summary>
public interface IPaneProcesses
{
    /// <summary>The pane's process, and who has its terminal; null when it is gone, or another machine's.</summary>
    /// <param name="panePid">The process that tmux started in it.</param>
    /// <param name="tty">The path of its terminal.</param>
    PaneProcessLook? Look(int panePid, string tty);

    /// <summary>A process and what descends from it, each after its parent; some dozens at most.</summary>
    ImmutableArray<PaneProcess> Tree(int panePid);

    /// <summary>Whether a process runs, or is stopped; not when it has ended.</summary>
    bool Lives(ProcessIdentity process);

    /// <summary>When a process was started.</summary>
    DateTimeOffset Started(ProcessIdentity process);

    /// <summary>Whether a process waits for what is typed, as far as the kernel tells.</summary>
    bool ReadsTerminal(int pid);
}
