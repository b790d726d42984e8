using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Ports;

/// <summary>
/// Looks at the terminals that panes' programs run on. It never becomes such a terminal's owner, writes nothing to it, and waits for nothing.
/// </summary>
public interface IPaneTerminals
{
    /// <summary>What a pane's terminal is at this moment; null when it cannot be looked at: it has gone, or is another machine's or user's.</summary>
    /// <param name="tty">The path that tmux names.</param>
    /// <param name="panePid">The process that tmux started on it.</param>
    PaneTerminal? Read(string tty, int panePid);

    /// <summary>The terminal that a process runs on; null when it cannot be looked at.</summary>
    /// <param name="panePid">The process that tmux started on it.</param>
    PaneTerminal? Find(int panePid) => null;

    /// <summary>When something was last written to the terminal of a process, to within eight seconds; null when that cannot be seen.</summary>
    /// <param name="panePid">The process that tmux started on it.</param>
    DateTimeOffset? LastOutput(int panePid) => null;

    /// <summary>
    /// Claims a terminal for whoever types into it, until that is disposed of; null while another has it, in this process or another. One that
    /// cannot be claimed keeps nobody out.
    /// </summary>
    /// <param name="tty">The path that tmux names.</param>
    IDisposable? TryClaim(string tty) => NoClaim.Instance;
}
