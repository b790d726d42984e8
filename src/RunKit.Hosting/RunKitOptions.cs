using RunKit.Actors;
using RunKit.Actors.Dialing;

namespace RunKit.Hosting;

/// <summary>A plane's whole configuration, read and checked. <see cref="Configuration.RunKitConfiguration"/> makes it.</summary>
/// <param name="SocketDirectory">The socket directory's absolute path.</param>
/// <param name="StateDirectory">The absolute path of what outlives the node; empty where there is no place for it.</param>
/// <param name="TmuxBinary">The tmux to run; empty for the server's own, else the one on PATH.</param>
/// <param name="Client">What runs tmux commands.</param>
/// <param name="Plane">How the actors behave.</param>
/// <param name="Dial">How servers are dialled.</param>
/// <param name="Http">How a node serves its API.</param>
/// <param name="Audit">Where a node keeps its audit log.</param>
/// <param name="Notify">Whom a node tells of agents.</param>
/// <param name="Hocon">What was configured, without the reference: the actor system takes its <c>akka</c> section from it, over Akka's own defaults.</param>
public sealed record RunKitOptions(
    string SocketDirectory,
    string StateDirectory,
    string TmuxBinary,
    ClientChoice Client,
    PlaneSettings Plane,
    DialSettings Dial,
    HttpSettings Http,
    AuditSettings Audit,
    NotifySettings Notify,
    Akka.Configuration.Config Hocon)
{
    /// <summary>How a node behaves in a cluster of nodes.</summary>
    public ClusterSettings Cluster { get; init; } = new("", ControlPlane.AccessScope.Read);
}

/// <summary>What runs tmux commands.</summary>
public enum ClientChoice
{
    /// <summary>The server's socket, and a process for a server that speaks another version of the protocol; a process where a tmux is configured.</summary>
    Auto = 0,

    /// <summary>The server's socket.</summary>
    Socket = 1,

    /// <summary>A tmux process for each command.</summary>
    Process = 2,
}
