using Akka.Event;
using RunKit.Actors.Panes;
using RunKit.ControlPlane.Agents;
using RunKit.Tmux.Agents;

namespace RunKit.Actors.Agents;

/// <summary>What an <see cref="AgentsActor"/> is told and asked.</summary>
public static class AgentsProtocol
{
    /// <summary>Asks for the agents of all servers. Answered with <see cref="Agents"/>.</summary>
    /// <param name="All">Programs that no rule knows, too.</param>
    public sealed record GetAgents(string Node, bool All);

    public sealed record Agents(string Node, AgentReport Report) : IDeadLetterSuppression;

    /// <summary>Asks for the agent of one pane. Answered with <see cref="AgentExplained"/>.</summary>
    public sealed record ExplainAgent(string Node, PaneAddress Pane);

    public sealed record AgentExplained(string Node, AgentOutcome Outcome) : IDeadLetterSuppression;

    /// <summary>Wait until the agent of a pane is in a state. Answered with <see cref="WaitsProtocol.WaitEnded"/>.</summary>
    /// <param name="Waiter">A number that tells waiters apart.</param>
    public sealed record AwaitAgent(string Node, long Waiter, PaneAddress Pane, AgentStatus Status, TimeSpan Timeout);

    /// <summary>Nobody waits for that answer any more.</summary>
    public sealed record ForgetAgent(string Node, long Waiter);

    /// <summary>Asks whether somebody reads the states of agents. Answered with <see cref="AreRead"/>.</summary>
    internal sealed record AskWhetherRead : INoSerializationVerificationNeeded;

    /// <summary>Whether somebody reads the states of agents.</summary>
    internal sealed record AreRead(bool ByAnybody) : INoSerializationVerificationNeeded;

    /// <summary>Look at once.</summary>
    internal sealed record LookNow : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A server was looked at.</summary>
    /// <param name="Began">When the look was begun.</param>
    /// <param name="Panes">Its panes.</param>
    /// <param name="Records">The programs in them.</param>
    /// <param name="Edges">What has changed.</param>
    /// <param name="Problem">Why it could not be looked at; null when it was.</param>
    internal sealed record ServerLooked(
        ServerName Server, ServerGeneration Generation, TimeSpan Began, ImmutableHashSet<PaneId> Panes, ImmutableArray<AgentRecord> Records,
        ImmutableArray<AgentEdge> Edges, string? Problem)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
