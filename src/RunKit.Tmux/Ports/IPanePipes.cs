namespace RunKit.Tmux.Ports;

/// <summary>The ways by which what panes print comes to us: pipes with a name, in a directory of ours.</summary>
public interface IPanePipes
{
    /// <summary>Makes a pipe for a pane; null, and why in one line, when none can be made.</summary>
    IPanePipe? TryMake(SocketPath socket, PaneId pane, out string problem);

    /// <summary>
    /// Whether a mark is of a process that has ended, and what takes the pane's output there runs still. A mark alone says little: somebody may have
    /// taken the pane's pipe since.
    /// </summary>
    bool IsAbandoned(string mark);

    /// <summary>The pipes that processes have left that have ended.</summary>
    ImmutableArray<AbandonedPipe> ListAbandoned();

    /// <summary>Forgets such a pipe.</summary>
    void Forget(AbandonedPipe pipe);
}

/// <summary>A pipe, from its making to its disposal, which forgets it.</summary>
public interface IPanePipe : IDisposable
{
    /// <summary>The word by which the pane is marked whose output goes into it: letters, digits and dashes.</summary>
    string Mark { get; }

    /// <summary>
    /// The shell command that takes a pane's output there. A reader that stalls ends it, and so does our end: what it reads from never backs up.
    /// </summary>
    string Command { get; }

    /// <summary>Waits until that command has opened the pipe; false when it did not in time.</summary>
    Task<bool> OpensAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Reads what the pane printed; 0 when that command has ended.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}

/// <summary>A pipe that a process has left.</summary>
/// <param name="Socket">The socket of the pane's server.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Mark">The word by which it is marked.</param>
/// <param name="Place">Where it is.</param>
public sealed record AbandonedPipe(SocketPath Socket, PaneId Pane, string Mark, string Place);
