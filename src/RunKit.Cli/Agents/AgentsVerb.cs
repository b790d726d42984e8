using System.Text.Json;
using RunKit.Client;
using RunKit.Cli.Servers;
using RunKit.ControlPlane.Agents;
using RunKit.Tmux.Agents;

namespace RunKit.Cli.Agents;

/// <summary><c>agents</c>: how the agents in all panes are, and why that is said.</summary>
internal static class AgentsVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("agents", "List the coding agents in all panes, and how they are");
        var waiting = new Option<bool>("--waiting") { Description = "Only those that cannot go on without their user" };
        var all = new Option<bool>("--all") { Description = "Programs that no rule knows, too" };
        var watch = new Option<bool>("--watch") { Description = "Print a line for each change, until Ctrl-C" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object; with --watch one a line" };
        foreach (var option in (Option[])[waiting, all, watch, json])
        {
            command.Options.Add(option);
        }

        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var wanted = new Wanted(parsed.GetValue(waiting), parsed.GetValue(all), parsed.GetValue(json));
            return parsed.GetValue(watch)
                ? await WatchAsync(plane, wanted, output, cancellationToken)
                : Print(await plane.GetAgentsAsync(wanted.All, cancellationToken), wanted, output);
        });
        command.Subcommands.Add(ExplainVerb.Create(output));
        command.Subcommands.Add(RulesVerb.Create(output));
        command.Subcommands.Add(HooksVerb.Create(output));
        return command;
    }

    private static int Print(AgentReport report, Wanted wanted, Output output)
    {
        var agents = report.Agents.RemoveAll(agent => !wanted.Has(agent.State));
        if (wanted.Json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(report with { Agents = agents }, PlaneJson.Default.AgentReport));
        }
        else if (!agents.IsEmpty)
        {
            var now = TimeProvider.System.GetUtcNow();
            TextTable.Write(output.Data, [["SERVER", "TARGET", "PANE", "AGENT", "STATE", "SINCE", "WHY"], .. agents.Select(agent => Row(agent, now))]);
        }
        else if (report.NotRead.IsEmpty)
        {
            Output.Complain(wanted.Waiting ? "no agent waits" : "no agents");
        }

        foreach (var server in report.NotRead)
        {
            Output.Complain($"what runs on {Printable.Name(server.Server)} is not known: {server.Reason}");
        }

        return report.NotRead.IsEmpty ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string?[] Row(AgentView agent, DateTimeOffset now) =>
    [
        agent.Server,
        agent.Target,
        agent.Pane.ToString(),
        agent.Agent,
        agent.State.Attention ? $"{AgentView.StateWords(agent.State)}, bell" : AgentView.StateWords(agent.State),
        ServerWords.Age(now - agent.State.Since),
        agent.State.Evidence?.Seen,
    ];

    // What is so now first, as if it had just become so.
    private static async Task<int> WatchAsync(HttpControlPlane plane, Wanted wanted, Output output, CancellationToken cancellationToken)
    {
        var from = await plane.GetLastEventIdAsync(cancellationToken);
        var filter = new EventFilter { After = from, Types = [EventTypes.AgentState] };
        var report = await plane.GetAgentsAsync(wanted.All, cancellationToken);
        foreach (var agent in report.Agents)
        {
            var changed = new AgentStateChanged(agent.Pane, agent.Target, agent.Agent, agent.Known, null, agent.State);
            Write(new ServerEventEnvelope(from, agent.State.Since, agent.Node, new ServerName(agent.Server), agent.Generation, 0, changed), changed);
        }

        await foreach (var happened in plane.ReadEventsAsync(filter, cancellationToken))
        {
            if (Output.ReaderHasGone())
            {
                break;
            }

            if (happened is ServerEventEnvelope { Event: AgentStateChanged changed } envelope)
            {
                Write(envelope, changed);
            }
            else if (happened is PlaneResync)
            {
                Output.Complain("some changes were missed; this is how it goes on");
            }
        }

        return ExitStatus.Done;

        void Write(ServerEventEnvelope envelope, AgentStateChanged changed)
        {
            if (!wanted.Has(changed.State) || !(wanted.All || changed.Known))
            {
                return;
            }

            if (wanted.Json)
            {
                output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(envelope, PlaneJson.Default.ServerEventEnvelope));
            }
            else
            {
                output.WriteLine($"{changed.State.Since.ToLocalTime():HH:mm:ss} {envelope.Server} {Printable.Name(changed.Target)} {changed.Pane} {changed.Agent} {AgentView.StateWords(changed.State)}: {changed.State.Evidence?.Seen}");
            }

            output.Flush();
        }
    }

    private sealed record Wanted(bool Waiting, bool All, bool Json)
    {
        public bool Has(AgentState state) => !Waiting || state.Status == AgentStatus.Waiting;
    }
}
