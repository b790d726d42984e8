using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Connection;

/// <summary>The way to a server. Neither member ever starts one.</summary>
public interface IServerDialer
{
    /// <summary>One non-blocking connect and close: microseconds, no process.</summary>
    ProbeVerdict Probe(SocketPath socket);

    /// <summary>
    /// Probe, then anchor and attach in one tmux process, with a deadline of its own. Failures come as outcomes. Cancelling ends the
    /// process with SIGTERM and disposes a connection that nobody has claimed yet.
    /// </summary>
    Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken);
}
