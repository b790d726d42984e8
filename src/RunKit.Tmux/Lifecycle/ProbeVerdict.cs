namespace RunKit.Tmux.Lifecycle;

/// <summary>
/// What one connect-and-close on a server's socket said. Costs microseconds, starts nothing and changes nothing.
/// Only <see cref="Refused"/> proves a death (on Linux).
/// </summary>
public abstract record ProbeVerdict
{
    /// <summary>Somebody listens: alive, though maybe stopped or shutting down. <paramref name="Pid"/> is the listener's.</summary>
    public sealed record Alive(int Pid) : ProbeVerdict;

    /// <summary>Nobody listens: the server that made this socket is dead.</summary>
    public sealed record Refused : ProbeVerdict;

    /// <summary>There is no such file. A live server may have lost its socket, so this alone proves nothing.</summary>
    public sealed record Absent : ProbeVerdict;

    /// <summary>The backlog is full: a server that does not accept, which is not a dead one.</summary>
    public sealed record BacklogFull : ProbeVerdict;

    /// <summary>The file is no socket, or not this user's; it was not touched.</summary>
    public sealed record NotOurs(string Reason) : ProbeVerdict;

    /// <summary>Any other error, in words.</summary>
    public sealed record Unclear(string Reason) : ProbeVerdict;
}
