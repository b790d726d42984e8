using System.Text.Json.Serialization;
using RunKit.ControlPlane.Nodes;

namespace RunKit.ControlPlane.Events;

/// <summary>One thing that happened, in the plane's one order.</summary>
/// <param name="Id">Its place in the order.</param>
/// <param name="At">When the plane took it in.</param>
/// <param name="Node">The node it happened on.</param>
[JsonConverter(typeof(PlaneEventJson))]
public abstract record PlaneEvent(EventId Id, DateTimeOffset At, string Node);

/// <summary>Something happened to a server.</summary>
/// <param name="Generation">The generation it happened to; null when none is known.</param>
/// <param name="Revision">The server's revision after it.</param>
[JsonConverter(typeof(PlaneEventJson))]
public sealed record ServerEventEnvelope(
    EventId Id, DateTimeOffset At, string Node, ServerName Server, ServerGeneration? Generation, long Revision, ServerEvent Event)
    : PlaneEvent(Id, At, Node);

/// <summary>The reader has missed events: read the state, then go on from this id.</summary>
[JsonConverter(typeof(PlaneEventJson))]
public sealed record PlaneResync(EventId Id, DateTimeOffset At, string Node) : PlaneEvent(Id, At, Node);

/// <summary>Something happened to another node of the cluster, as this one sees it.</summary>
/// <param name="Member">The other node's name.</param>
/// <param name="Kind">What happened to it.</param>
[JsonConverter(typeof(PlaneEventJson))]
public sealed record NodeHappened(EventId Id, DateTimeOffset At, string Node, string Member, NodeEventKind Kind) : PlaneEvent(Id, At, Node);
