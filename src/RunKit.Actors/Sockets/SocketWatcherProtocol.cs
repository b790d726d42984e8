namespace RunKit.Actors.Sockets;

/// <summary>What a <see cref="SocketWatcher"/> is asked, and what it and the actor of its directory say to each other.</summary>
public static class SocketWatcherProtocol
{
    /// <summary>Asks how things are with the socket directory. Answered with <see cref="DirectoryWatched"/>.</summary>
    public sealed record GetDirectory(string Node);

    /// <summary>The directory is watched.</summary>
    /// <param name="Directory">Its absolute path.</param>
    /// <param name="Problem">Why the last reading came to nothing, in one line; null when it did not.</param>
    public sealed record DirectoryWatched(string Node, string Directory, string? Problem);

    /// <summary>
    /// Let every server's actor close its connection and stop; begin none any more. What the servers keep alive stays. Answered with
    /// <see cref="Disconnected"/>.
    /// </summary>
    public sealed record Disconnect(string Node);

    /// <summary>No server's actor is left.</summary>
    public sealed record Disconnected(string Node);

    /// <summary>
    /// Close every connection until <see cref="Resume"/>: this process is about to be stopped, and a server that goes waits for its clients to
    /// go. Answered with <see cref="Suspended"/>.
    /// </summary>
    public sealed record Suspend(string Node);

    /// <summary>No connection is open.</summary>
    public sealed record Suspended(string Node);

    /// <summary>Dial again.</summary>
    public sealed record Resume(string Node);

    /// <summary>A server's socket is there. <paramref name="Anew"/> when it was not, or was another file, at the last look.</summary>
    internal sealed record SocketSeen(ServerName Server, bool Anew) : INoSerializationVerificationNeeded;

    /// <summary>A server's socket is not there.</summary>
    internal sealed record SocketMissed(ServerName Server) : INoSerializationVerificationNeeded;

    /// <summary>These are all the sockets there are: every other server's is gone.</summary>
    internal sealed record AllSockets(ImmutableArray<ServerName> Servers) : INoSerializationVerificationNeeded;

    /// <summary>Look at that name again.</summary>
    internal sealed record LookAgain(ServerName Server) : INoSerializationVerificationNeeded;

    /// <summary>A server's actor is about to stop: its socket is gone and no process lives behind it.</summary>
    internal sealed record ServerEnded(ServerName Server) : INoSerializationVerificationNeeded;
}
