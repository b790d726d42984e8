namespace RunKit.Tmux.Ports;

/// <summary>Watches processes for their end.</summary>
public interface IServerProcesses
{
    /// <summary>
    /// Completes when that very process, by pid and start time, has ended; at once when it had ended before. A cancellation ends the watch
    /// and cancels the task.
    /// </summary>
    Task EndAsync(ProcessIdentity process, CancellationToken cancellationToken);
}
