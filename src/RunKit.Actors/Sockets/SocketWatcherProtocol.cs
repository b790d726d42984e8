namespace RunKit.Actors.Sockets;

/// <summary>What a <see cref="SocketWatcher"/> is asked, and what it tells itself.</summary>
public static class SocketWatcherProtocol
{
    /// <summary>Asks how things are with the socket directory. Answered with <see cref="DirectoryWatched"/>.</summary>
    public sealed record GetDirectory(string Node);

    /// <summary>The directory is watched.</summary>
    /// <param name="Directory">Its absolute path.</param>
    /// <param name="Problem">Why the last reading came to nothing, in one line; null when it did not.</param>
    public sealed record DirectoryWatched(string Node, string Directory, string? Problem);

    internal sealed record Changed(SocketChange Change) : INoSerializationVerificationNeeded;

    internal sealed record MissDue(string FileName) : INoSerializationVerificationNeeded;

    internal sealed record DirectoryLookDue : INoSerializationVerificationNeeded;

    internal sealed record ReconcileDue : INoSerializationVerificationNeeded;
}
