using System.Text.Json.Serialization;
using RunKit.Tmux.Agents;

namespace RunKit.ControlPlane.Agents;

/// <summary>What asking about the agent of one pane came to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Explained), "explained")]
[JsonDerivedType(typeof(NoAgent), "no-agent")]
[JsonDerivedType(typeof(UnknownPane), "unknown-pane")]
[JsonDerivedType(typeof(NotKnown), "not-known")]
public abstract record AgentOutcome
{
    private AgentOutcome()
    {
    }

    /// <summary>This is how it is, and all that speaks for and against it.</summary>
    /// <param name="Agent">The agent, or another program.</param>
    /// <param name="Evidence">All evidence of the last look, the strongest first.</param>
    public sealed record Explained(AgentView Agent, ImmutableArray<AgentEvidence> Evidence) : AgentOutcome;

    /// <summary>No program runs there but a shell that waits for a command.</summary>
    public sealed record NoAgent : AgentOutcome;

    /// <summary>There is no such pane.</summary>
    public sealed record UnknownPane : AgentOutcome;

    /// <summary>It cannot be told.</summary>
    public sealed record NotKnown(string Reason) : AgentOutcome;
}
