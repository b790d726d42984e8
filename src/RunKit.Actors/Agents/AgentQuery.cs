using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Agents;

/// <summary>A question that is answered when every server has been looked at since it was asked, or its time is over.</summary>
/// <param name="Asker">Who asks.</param>
/// <param name="Began">When.</param>
/// <param name="Since">Looks that were begun since then are good for it.</param>
/// <param name="Answer">What it is answered with, of what is known then.</param>
internal sealed record AgentQuery(IActorRef Asker, TimeSpan Began, TimeSpan Since, Func<AgentsKnown, object> Answer);

/// <summary>What is known of the agents of all servers.</summary>
/// <param name="Node">This node.</param>
/// <param name="Servers">What the last looks have found, by server.</param>
/// <param name="NotRead">The servers of which nothing is known, and why.</param>
internal sealed record AgentsKnown(string Node, ImmutableArray<AgentsProtocol.ServerLooked> Servers, ImmutableArray<AgentsNotRead> NotRead)
{
    /// <summary>All agents.</summary>
    /// <param name="all">Programs that no rule knows, too.</param>
    public AgentReport Report(bool all) => new(
        [
            .. Servers.OrderBy(server => server.Server.Value, StringComparer.Ordinal)
                .SelectMany(server => server.Records.Where(record => all || record.IsKnown).Select(record => AgentView.Of(Node, server.Server, server.Generation, record))),
        ],
        NotRead);

    /// <summary>The agent of one pane.</summary>
    public AgentOutcome Explain(PaneAddress pane)
    {
        if (Servers.FirstOrDefault(known => known.Server == pane.Server) is not { } server)
        {
            var problem = NotRead.FirstOrDefault(not => not.Server == pane.Server.Value);
            return problem is null ? new AgentOutcome.UnknownPane() : new AgentOutcome.NotKnown(problem.Reason);
        }

        return server.Records.FirstOrDefault(record => record.Pane == pane.Pane) is { } found
            ? new AgentOutcome.Explained(AgentView.Of(Node, server.Server, server.Generation, found), found.Evidence)
            : server.Panes.Contains(pane.Pane) ? new AgentOutcome.NoAgent() : new AgentOutcome.UnknownPane();
    }
}
