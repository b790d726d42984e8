namespace RunKit.Tmux.Connection;

/// <summary>What the system knows of a process.</summary>
public interface IProcessTable
{
    /// <summary>The process of that pid; null when there is none (a zombie counts as none).</summary>
    ProcessStatus? Find(int pid);

    /// <summary>Whether <paramref name="pid"/> is this process or one of its ancestors.</summary>
    bool IsOurAncestor(int pid);

    /// <summary>Completes when that very process has ended, at once when it has already. A stopped one has not.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    Task WaitForEndAsync(ProcessIdentity process, CancellationToken cancellationToken);

    /// <summary>Ends that very process with SIGKILL, whatever it does; false when it has ended already, or is not ours to end.</summary>
    bool TryKill(ProcessIdentity process);

    /// <summary>The same with SIGTERM, which is all that tmux's <c>kill-server</c> does.</summary>
    bool TryTerminate(ProcessIdentity process);
}

/// <summary>A process and whether it is stopped (SIGSTOP, or a tracer).</summary>
public sealed record ProcessStatus(ProcessIdentity Identity, bool Stopped)
{
    /// <summary>What to say of a server whose process is stopped, and what to do.</summary>
    public static string StoppedWords(int pid) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"its process {pid} is stopped; kill -CONT {pid} lets it go on");
}

/// <summary>Questions that every reader of a process table asks.</summary>
public static class ProcessTableExtensions
{
    /// <summary>Whether that very process still lives, not merely its pid.</summary>
    public static bool Lives(this IProcessTable processes, ProcessIdentity? process)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return process is not null && processes.Find(process.Pid)?.Identity == process;
    }
}
