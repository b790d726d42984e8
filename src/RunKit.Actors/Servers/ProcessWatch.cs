using RunKit.Tmux.Ports;

namespace RunKit.Actors.Servers;

/// <summary>
/// Watches at most one process for its end, by its pid and not by its socket: a connect would take a place in the backlog of a server that
/// does not accept. Used by its server's actor alone, which it tells <see cref="ServerProtocol.ProcessEnded"/>.
/// </summary>
internal sealed class ProcessWatch(IProcessTable processes)
{
    private CancellationTokenSource? _stopped;

    /// <summary>Watches that process instead of the one before; none, when it is null.</summary>
    public void Start(ProcessIdentity? process, IActorRef listener)
    {
        Stop();
        if (process is not null)
        {
            _stopped = new CancellationTokenSource();
            processes.WaitForEndAsync(process, _stopped.Token).PipeTo(
                listener, listener, () => new ServerProtocol.ProcessEnded(process), cause => new ServerProtocol.ProcessWatchEnded(cause));
        }
    }

    public void Stop()
    {
        _stopped?.Cancel();
        _stopped?.Dispose();
        _stopped = null;
    }
}
