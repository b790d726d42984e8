namespace RunKit.Actors.Sockets;

/// <summary>What a <see cref="SocketWatcher"/> tells itself.</summary>
internal static class SocketWatcherProtocol
{
    internal sealed record Changed(SocketChange Change) : INoSerializationVerificationNeeded;

    internal sealed record MissDue(string FileName) : INoSerializationVerificationNeeded;

    internal sealed record DirectoryLookDue : INoSerializationVerificationNeeded;

    internal sealed record ReconcileDue : INoSerializationVerificationNeeded;
}
