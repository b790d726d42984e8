using System.Text.Json.Serialization;
using RunKit.Cluster.Relay;

namespace RunKit.Cluster.Links;

/// <summary>What recognised nodes say to each other: it travels in a <see cref="SealedMessage"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SummaryPiece), "summary")]
[JsonDerivedType(typeof(SummaryWanted), "summary-wanted")]
[JsonDerivedType(typeof(Delta), "delta")]
[JsonDerivedType(typeof(Beat), "beat")]
[JsonDerivedType(typeof(BeatSeen), "beat-seen")]
[JsonDerivedType(typeof(CallRequest), "call")]
[JsonDerivedType(typeof(CallPiece), "piece")]
[JsonDerivedType(typeof(CallCredit), "credit")]
[JsonDerivedType(typeof(CallEnd), "end")]
[JsonDerivedType(typeof(CallCancel), "cancel")]
internal abstract record NodeMessage;

/// <summary>A part of all rows that a node has: those of one sequence number belong together.</summary>
internal sealed record SummaryPiece(long Life, long Sequence, int Index, int Count, ImmutableArray<ServerView> Rows) : NodeMessage;

/// <summary>Asks for all rows: something is missing here.</summary>
internal sealed record SummaryWanted : NodeMessage;

/// <summary>Rows that changed, and names that are gone, behind the sequence number before.</summary>
internal sealed record Delta(long Life, long Sequence, ImmutableArray<ServerView> Rows, ImmutableArray<string> Gone) : NodeMessage;

/// <summary>A node is here, and that far: a lost last delta shows in nothing else.</summary>
/// <param name="Moment">Comes back in the answer.</param>
internal sealed record Beat(long Life, long Sequence, long Moment, DateTimeOffset Clock, string Version, int Protocol, DateTimeOffset CertificateUntil) : NodeMessage;

/// <summary>The answer to a <see cref="Beat"/>.</summary>
internal sealed record BeatSeen(long Moment) : NodeMessage;

/// <summary>Asks a node to do something.</summary>
/// <param name="Call">Its number at who asks.</param>
/// <param name="Caller">For whom.</param>
/// <param name="Scope">What that caller may do at who asks.</param>
/// <param name="Servers">Which servers the caller reaches; null for all.</param>
/// <param name="LimitMs">How long who asks waits for it.</param>
internal sealed record CallRequest(long Call, string Caller, AccessScope Scope, string? Servers, long LimitMs, NodeCall What) : NodeMessage;

/// <summary>A part of an answer.</summary>
/// <param name="Last">It is the last of one item.</param>
internal sealed record CallPiece(long Call, bool Last, byte[] Bytes) : NodeMessage;

/// <summary>As many pieces more may be sent.</summary>
internal sealed record CallCredit(long Call, int Pieces) : NodeMessage;

/// <summary>Nothing more comes.</summary>
/// <param name="Code">What went wrong; null when nothing did.</param>
internal sealed record CallEnd(long Call, string? Code, string? Reason) : NodeMessage;

/// <summary>Nobody waits for it any more.</summary>
internal sealed record CallCancel(long Call) : NodeMessage;
