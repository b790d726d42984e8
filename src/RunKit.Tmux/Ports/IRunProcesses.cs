namespace RunKit.Tmux.Ports;

/// <summary>The processes of a run's window.</summary>
public interface IRunProcesses
{
    /// <summary>This process.</summary>
    ProcessIdentity Self { get; }

    /// <summary>The only child of a process, a zombie too; null while it has none.</summary>
    ProcessIdentity? FindChild(ProcessIdentity parent);

    /// <summary>The wait status of a process that has ended and that nobody has asked about yet (a zombie); null for any other.</summary>
    int? WaitStatus(ProcessIdentity process);

    /// <summary>Ends all processes of the holder's group but the holder, with SIGTERM, or with SIGKILL where <paramref name="force"/> says so.</summary>
    void EndGroup(ProcessIdentity holder, bool force);

    /// <summary>Whether a process has a file open; null when that cannot be seen.</summary>
    bool? HasOpen(ProcessIdentity process, string path);

    /// <summary>Writes to a terminal without making it ours; false when it does not take all of it now.</summary>
    bool TryWrite(string terminal, ReadOnlySpan<byte> bytes);
}
