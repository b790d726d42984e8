using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Nodes;

/// <summary>What is known of one node now: a row of <c>runkit nodes</c>.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Address">Where it listens for the others, HOST:PORT; empty of a node that is in no cluster.</param>
/// <param name="State">How it stands.</param>
/// <param name="Version">RunKit's version there; null while it is not known.</param>
/// <param name="Servers">How many servers it has told of.</param>
/// <param name="Since">Since when it is so.</param>
public sealed record NodeView(string Name, string Address, NodeState State, string? Version, int Servers, DateTimeOffset Since)
{
    /// <summary>It is the node that answers.</summary>
    public bool Self { get; init; }

    /// <summary>How long a message to it and its answer take together, in milliseconds; null where that was not measured.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>How far its clock is ahead of this node's, in milliseconds; null where that was not measured.</summary>
    public long? ClockAheadMs { get; init; }

    /// <summary>The last moment at which its certificate counts; null while it is not known.</summary>
    public DateTimeOffset? CertificateUntil { get; init; }

    /// <summary>The version of the protocol between nodes that it speaks; null while it is not known.</summary>
    public int? Protocol { get; init; }

    /// <summary>Why it is not reached, in one line; null when it is, or nothing is known.</summary>
    public string? Problem { get; init; }
}

/// <summary>How a node stands.</summary>
[JsonConverter(typeof(KebabCaseEnum<NodeState>))]
public enum NodeState
{
    /// <summary>It is known by its address and has not answered yet.</summary>
    Joining = 0,

    /// <summary>It is a member, and answers.</summary>
    Up = 1,

    /// <summary>It does not answer. That is not the same as dead: what is known of its servers is as old as this.</summary>
    Unreachable = 2,
}
