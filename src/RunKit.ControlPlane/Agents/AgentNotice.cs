namespace RunKit.ControlPlane.Agents;

/// <summary>What a webhook or a command is told: the agents that have changed shortly after each other.</summary>
/// <param name="Type">Always <c>agent.state</c>.</param>
/// <param name="Node">The node that tells it.</param>
/// <param name="At">When.</param>
/// <param name="Agents">The agents, as they are now.</param>
/// <param name="Test">It is only a test, and no agent has changed.</param>
public sealed record AgentNotice(string Type, string Node, DateTimeOffset At, ImmutableArray<AgentView> Agents, bool Test);

/// <summary>What became of one notice that was sent for a test.</summary>
/// <param name="Channel"><c>webhook</c> or <c>command</c>.</param>
/// <param name="Delivered">It was taken.</param>
/// <param name="Detail">How, or why not, in one line.</param>
/// <param name="Dead">How many notices were given up since the node's start.</param>
public sealed record NoticeResult(string Channel, bool Delivered, string Detail, int Dead);
