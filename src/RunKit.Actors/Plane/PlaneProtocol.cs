using System.Threading.Channels;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Actors.Plane;

/// <summary>What a <see cref="PlaneActor"/> is told and asked. What is public may cross the wire.</summary>
public static class PlaneProtocol
{
    /// <summary>A server's actor says how things are and what happened, in order.</summary>
    /// <param name="Generation">The generation that the events belong to.</param>
    public sealed record ServerReport(
        string Node, ServerView View, ServerGeneration? Generation, ImmutableArray<ServerEvent> Events);

    /// <summary>What panes' terminals tell; the server's view is as it was.</summary>
    /// <param name="Generation">The generation that the events belong to.</param>
    public sealed record PaneReport(string Node, ServerName Server, ServerGeneration Generation, ImmutableArray<ServerEvent> Events);

    /// <summary>Something happened to another node of the cluster.</summary>
    public sealed record NodeReport(string Node, string Member, NodeEventKind Kind);

    /// <summary>The sockets with a name that RunKit does not manage, all of them.</summary>
    public sealed record UnmanageableSockets(string Node, ImmutableArray<ServerView> Views);

    /// <summary>Asks for every server's view. Answered with <see cref="Servers"/>.</summary>
    public sealed record GetServers(string Node);

    public sealed record Servers(string Node, ImmutableArray<ServerView> Views);

    /// <summary>Asks where the log ends now. Answered with <see cref="LastEventId"/>.</summary>
    public sealed record GetLastEventId(string Node);

    public sealed record LastEventId(string Node, EventId Id);

    /// <summary>The plane has begun anew and knows nothing: every server is to report.</summary>
    public sealed record PlaneStarted(string Node);

    /// <summary>
    /// Events after <paramref name="After"/> go into <paramref name="Events"/>, as many as the reader has granted; null begins with the
    /// next one. The channel is completed when the plane ends, with a <see cref="PlaneRestartedException"/> when it begins anew.
    /// Answered with <see cref="LastEventId"/>: where this reader begins.
    /// </summary>
    /// <param name="Granted">How many events fit into the channel.</param>
    /// <param name="Agents">The states of agents are asked for by name: they are looked at for this reader.</param>
    /// <param name="Since">Where no event is named: begin with the first one that is not older.</param>
    internal sealed record Subscribe(long Reader, EventId? After, ChannelWriter<PlaneEvent> Events, int Granted, DateTimeOffset? Since = null, bool Agents = false)
        : INoSerializationVerificationNeeded;

    /// <summary>A reader has taken so many events more.</summary>
    internal sealed record Grant(long Reader, int Events) : INoSerializationVerificationNeeded;

    internal sealed record Unsubscribe(long Reader) : INoSerializationVerificationNeeded;

    internal sealed record ReadersGoneDue : INoSerializationVerificationNeeded;
}
