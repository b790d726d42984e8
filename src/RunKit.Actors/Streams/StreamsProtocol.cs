using Akka.Event;
using RunKit.Actors.Sockets;

namespace RunKit.Actors.Streams;

/// <summary>What a <see cref="StreamsActor"/> is told and asked, in the same process alone.</summary>
internal static class StreamsProtocol
{
    /// <summary>A viewer wants to see a pane. Answered with <see cref="Opened"/>.</summary>
    internal sealed record Open(PaneAddress Pane, FeedViewer Viewer) : INoSerializationVerificationNeeded;

    /// <summary>It sees it here.</summary>
    internal sealed record Opened(PaneFeed Feed) : INoSerializationVerificationNeeded;

    /// <summary>A feed is over.</summary>
    internal sealed record FeedEnded(PaneFeed Feed) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Every feed is over, because the plane is.</summary>
    internal sealed record AllEnded(SocketWatcherProtocol.Disconnect Disconnect, IActorRef Caller) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What an earlier process has left was taken away.</summary>
    internal sealed record Swept : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What was under way threw where it should have answered.</summary>
    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
