using System.Globalization;
using System.Text.Json;
using RunKit.ControlPlane.Agents;
using RunKit.Cli.Servers;
using RunKit.Tmux.Agents;

namespace RunKit.Cli.Agents;

/// <summary><c>agents explain</c>: every piece of evidence, its age, and which one won.</summary>
internal static class ExplainVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("explain", "Say why a pane's agent is said to be as it is");
        var pane = new PaneOptions(command);
        var json = new Option<bool>("--json") { Description = "Print a JSON object" };
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, new ReachedPlane(plane, plane.SocketDirectory), cancellationToken);
            var outcome = await plane.ExplainAgentAsync(address, cancellationToken);
            if (parsed.GetValue(json))
            {
                output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.AgentOutcome));
                return outcome is AgentOutcome.Explained or AgentOutcome.NoAgent ? ExitStatus.Done : ExitStatus.Failed;
            }

            switch (outcome)
            {
                case AgentOutcome.Explained explained:
                    Print(output, explained, TimeProvider.System.GetUtcNow());
                    return ExitStatus.Done;
                case AgentOutcome.NoAgent:
                    Output.Complain($"{address}: a shell waits for a command there, and no agent runs");
                    return ExitStatus.Done;
                case AgentOutcome.NotKnown not:
                    throw new VerbException($"{address}: {not.Reason}");
                default:
                    throw new VerbException($"there is no pane {address}");
            }
        });
        return command;
    }

    private static void Print(Output output, AgentOutcome.Explained explained, DateTimeOffset now)
    {
        var agent = explained.Agent;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{agent.Agent} (process {agent.Process.Pid}) in {agent.Pane} of {agent.Server}, {Printable.Name(agent.Target)}: {AgentView.StateWords(agent.State)} for {ServerWords.Age(now - agent.State.Since)}"));
        if (agent.State.SubAgents > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{agent.State.SubAgents} of its own agents run"));
        }

        TextTable.Write(
            output.Data,
            [["WON", "SOURCE", "SAYS", "AGE", "HOLDS", "RULE", "SEEN"], .. explained.Evidence.Select(evidence => Row(evidence, agent.State.Evidence, now))]);
        if (agent.State.Evidence is { } winner && !explained.Evidence.Any(evidence => evidence.SaysTheSame(winner)))
        {
            output.WriteLine($"what decided is not seen any more, and nothing seen since has said otherwise: {winner.Seen}, {ServerWords.Age(now - winner.At)} ago");
        }
    }

    private static string?[] Row(AgentEvidence evidence, AgentEvidence? winner, DateTimeOffset now) =>
    [
        evidence.SaysTheSame(winner) ? "*" : "",
        KebabCase.Of(evidence.Source),
        $"{AgentState.Word(evidence.Says)}{(evidence.Kind is { } kind ? $" ({AgentState.Word(kind)})" : "")}{(evidence.Weak ? ", weak" : "")}",
        ServerWords.Age(now - evidence.At),
        evidence.Until is { } until ? ServerWords.Age(until - now) : null,
        evidence.Rule,
        evidence.Seen,
    ];
}
