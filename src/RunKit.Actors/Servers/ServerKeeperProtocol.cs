namespace RunKit.Actors.Servers;

/// <summary>What a <see cref="ServerKeeper"/> is told.</summary>
public static class ServerKeeperProtocol
{
    /// <summary>A server's socket is there. <paramref name="Anew"/> when it was not, or was another file, at the last look.</summary>
    public sealed record SocketSeen(string Node, ServerName Server, bool Anew);

    /// <summary>A server's socket is not there.</summary>
    public sealed record SocketMissed(string Node, ServerName Server);

    /// <summary>These are all the sockets there are: every other server's is gone.</summary>
    public sealed record AllSockets(string Node, ImmutableArray<ServerName> Servers);

    /// <summary>A server's actor is about to stop, for its socket is gone and nothing lives behind it.</summary>
    public sealed record Farewell(string Node, ServerName Server);

    /// <summary>That server's name is free again: look whether a new socket has taken it meanwhile.</summary>
    public sealed record NameFreed(string Node, ServerName Server);

    /// <summary>Let every server's actor give its connection back and stop; begin none any more. Answered with <see cref="AllLeft"/>.</summary>
    public sealed record LeaveAll(string Node);

    public sealed record AllLeft(string Node);
}
