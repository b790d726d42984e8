using System.ComponentModel;
using RunKit.ControlPlane.Agents;
using RunKit.Mcp.Targets;
using RunKit.Tmux.Agents;

namespace RunKit.Mcp.Tools;

/// <summary><c>agents</c>: the coding agents in all panes, and how they are.</summary>
internal static class AgentsTool
{
    private const int Most = 300;

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "agents",
        Scope = AccessScope.Read,
        Description = "Lists the coding agents in all panes and how each is: starting, working, waiting (for a permission, a question or a plan), idle, failed, exited or unknown, since when, and what that is told from. "
            + "To be told when one is in a state, use wait with 'agent'; to answer one, use send_text with 'expectedState'.",
    };

    /// <summary>Refuses what was meant for an agent in another state.</summary>
    /// <exception cref="ToolException">It is not in that state, or that is not known.</exception>
    public static async Task RequireAsync(ToolSession session, PaneAddress pane, string expected, CancellationToken cancellationToken)
    {
        if (!AgentState.TryStatus(expected, out var status))
        {
            throw new ToolException($"'{Printable.Line(expected)}' is no state of an agent: {string.Join(", ", Enum.GetValues<AgentStatus>().Select(AgentState.Word))}");
        }

        switch (await session.Plane.ExplainAgentAsync(pane, cancellationToken).ConfigureAwait(false))
        {
            case AgentOutcome.Explained { Agent: var agent }:
                if (agent.State.Status != status)
                {
                    throw new ToolException($"nothing was typed: {agent.Agent} is {AgentView.StateWords(agent.State)}, and not {expected}");
                }

                break;
            case AgentOutcome.NoAgent:
                throw new ToolException("nothing was typed: no agent runs there, a shell waits for a command");
            case AgentOutcome.NotKnown not:
                throw new ToolException($"nothing was typed: how the agent is is not known: {not.Reason}");
            default:
                throw new ToolException($"the pane {pane} is gone; call list again");
        }
    }

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var report = await session.Plane.GetAgentsAsync(arguments.All, cancellationToken).ConfigureAwait(false);
        var wanted = report.Agents.Where(agent => arguments.State is null || AgentState.Word(agent.State.Status) == arguments.State).ToArray();
        return new ToolAnswer(new
        {
            Agents = wanted.Take(Most).Select(agent => new
            {
                Pane = new TargetHandle(new ServerName(agent.Server), agent.Generation, agent.Pane.ToString()).ToString(),
                agent.Target,
                agent.Agent,
                State = AgentState.Word(agent.State.Status),
                WaitsFor = agent.State.Kind is { } kind ? AgentState.Word(kind) : null,
                agent.State.Since,
                Why = agent.State.Evidence?.Seen,
                Bell = agent.State.Attention ? true : (bool?)null,
                SubAgents = agent.State.SubAgents > 0 ? agent.State.SubAgents : (int?)null,
                agent.Path,
                YourOwn = session.Own?.Is(agent.Generation, agent.Pane) == true ? true : (bool?)null,
            }),
            NotShown = wanted.Length > Most ? wanted.Length - Most : (int?)null,
            NotRead = report.NotRead.IsEmpty ? null : report.NotRead.Select(not => new { not.Server, not.Reason }),
        });
    }

    internal sealed record Arguments
    {
        [Description("Only agents in this state, such as waiting.")]
        public string? State { get; init; }

        [Description("Programs that no rule knows, too: they are active, quiet, or want attention.")]
        public bool All { get; init; }
    }
}
