namespace RunKit.Actors.Plane;

/// <summary>What a <see cref="PlaneActor"/> is told and asked. All of it may cross the wire.</summary>
public static class PlaneProtocol
{
    /// <summary>A server's actor says how things are and what happened, in order.</summary>
    /// <param name="Generation">The life that the events belong to.</param>
    public sealed record ServerReport(
        string Node, ServerView View, ServerGeneration? Generation, ImmutableArray<ServerEvent> Events);

    /// <summary>The sockets with a name that RunKit does not manage, all of them.</summary>
    public sealed record UnmanageableSockets(string Node, ImmutableArray<ServerView> Views);

    /// <summary>Asks for every server's view. Answered with <see cref="Servers"/>.</summary>
    public sealed record GetServers(string Node);

    public sealed record Servers(string Node, ImmutableArray<ServerView> Views);

    /// <summary>
    /// Asks for the events behind <paramref name="After"/>; null asks only where the log ends now. Answered with an
    /// <see cref="EventPage"/>: at once when there are any, else when there is one or when <paramref name="MaxWait"/> is over.
    /// </summary>
    public sealed record GetEvents(string Node, EventId? After, TimeSpan MaxWait);

    /// <summary>Events in order, and the id to go on from. An empty page is no failure.</summary>
    public sealed record EventPage(string Node, ImmutableArray<PlaneEvent> Events, EventId Last);

    /// <summary>The plane has begun anew and knows nothing: every server is to report.</summary>
    public sealed record PlaneStarted(string Node);

    internal sealed record ReadersCheckDue : INoSerializationVerificationNeeded;

    internal sealed record WaitOver : INoSerializationVerificationNeeded;
}
