using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Connection;

/// <summary>What a dial needs to know.</summary>
/// <param name="Socket">The server's socket.</param>
/// <param name="Guard">What to do for the server once attached.</param>
/// <param name="Known">The process that was last seen to own the socket; null when none was.</param>
/// <param name="JustCreated">
/// The socket file has just been made. Its server binds before it listens, so a refusal is asked again for a few tens of milliseconds.
/// </param>
/// <param name="Reguard">Take back an earlier release instead of honouring it.</param>
public sealed record DialRequest(
    SocketPath Socket,
    GuardPolicy Guard,
    ProcessIdentity? Known = null,
    bool JustCreated = false,
    bool Reguard = false);

/// <summary>What a dial learned about its server.</summary>
/// <param name="Generation">The server's generation.</param>
/// <param name="Process">The server's process.</param>
/// <param name="Version">tmux's version, such as <c>3.3a</c>.</param>
/// <param name="Guard">What is in place on the server now.</param>
/// <param name="State">The first listing.</param>
public sealed record DialReport(
    ServerGeneration Generation,
    ProcessIdentity Process,
    string Version,
    GuardState Guard,
    State.ServerState State);

/// <summary>How a dial ended.</summary>
public abstract record DialOutcome
{
    /// <summary>Connected. The connection belongs to the caller that claims it; unclaimed, it disposes itself.</summary>
    public sealed record Connected(IServerConnection Connection) : DialOutcome;

    /// <summary>The server is dead: a probe was refused, or socket and known process are both gone. Nothing was started.</summary>
    public sealed record ServerDead(ProbeVerdict Verdict) : DialOutcome;

    /// <summary>The socket file is gone, but the known process lives on.</summary>
    public sealed record Vanished : DialOutcome;

    /// <summary>Alive, and marked as released: RunKit stays away.</summary>
    public sealed record Released(DialReport Report) : DialOutcome;

    /// <summary>Alive, but it does not answer. <paramref name="Stopped"/> when <c>/proc</c> says so: then nothing connected to it.</summary>
    public sealed record Unresponsive(ProcessIdentity? Server, bool Stopped, string Detail) : DialOutcome;

    /// <summary>Any other failure. It does not say whether the server lives.</summary>
    public sealed record Failed(UnreachableReason Reason, string Detail) : DialOutcome;
}
