namespace RunKit.Tmux.Agents;

/// <summary>What the reducer carries from one look to the next.</summary>
/// <param name="State">How the agent is.</param>
public sealed record AgentMemory(AgentState State)
{
    /// <summary>Since when it has looked idle without a break; null when it does not.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>The claim of a hook that something seen since has refuted; it counts no more.</summary>
    public string? Refuted { get; init; }

    /// <summary>It has been looked at before.</summary>
    public bool IsSeen { get; init; }

    /// <summary>All evidence of the last look, the strongest first.</summary>
    public ImmutableArray<AgentEvidence> Evidence { get; init; } = [];

    /// <summary>Of an agent that is seen for the first time.</summary>
    public static AgentMemory Of(DateTimeOffset now) => new(new AgentState(AgentStatus.Unknown, now));
}

/// <summary>All that one look has shown of an agent.</summary>
/// <param name="IsKnown">A rule knows the program, or its hook speaks for it.</param>
/// <param name="Evidence">What was seen.</param>
public sealed record AgentSight(bool IsKnown, ImmutableArray<AgentEvidence> Evidence)
{
    /// <summary>The claim of the hook that is among the evidence; null for none.</summary>
    public AgentClaim? Claim { get; init; }

    /// <summary>How many agents of its own it has.</summary>
    public int SubAgents { get; init; }

    /// <summary>When its process was started.</summary>
    public DateTimeOffset Started { get; init; }
}
