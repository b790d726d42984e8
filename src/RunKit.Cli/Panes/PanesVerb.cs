using System.Globalization;
using System.Text.Json;
using RunKit.Cli.Local;
using RunKit.Cli.Servers;
using RunKit.Tmux.Linux.Terminals;

namespace RunKit.Cli.Panes;

/// <summary><c>panes</c>: a row for each pane of all servers.</summary>
internal static class PanesVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("panes", "List the panes of all servers");
        var server = new ServerOptions(command, required: false);
        var filter = new Option<string[]>("--filter") { HelpName = "WORD", Description = "Only those with this word in server, target, command, path or title", Arity = ArgumentArity.OneOrMore };
        var all = new Option<bool>("--all") { Description = "Those of hidden sessions (_rk-*) too" };
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        command.Options.Add(filter);
        command.Options.Add(all);
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var read = server.Get(parsed) is { } target
                ? new ServerTrees([await ServerTrees.ReadAsync(reached.Plane, reached.NameOf(target), cancellationToken)], ExitStatus.Done)
                : node.HasOther(parsed) ? await ServerTrees.ReadAsync(reached.Plane, cancellationToken)
                : await ServerTrees.ReadAllAsync(reached.Plane, cancellationToken);
            var agents = reached.Plane is LocalControlPlane ? null : await reached.Plane.GetAgentsAsync(all: false, cancellationToken);
            var terminals = node.IsElsewhere(parsed) ? null : new PaneTerminals();
            ImmutableArray<PaneSummary> panes =
            [
                .. from tree in read.Trees
                   from pane in PaneSummary.Of(parsed.GetValue(all) ? tree : tree.WithoutHidden())
                   where (parsed.GetValue(filter) ?? []).All(pane.Mentions)
                   select pane.SeenBy(tree.Node == reached.Plane.Node ? terminals : null).With(agents),
            ];
            return Print(output, panes, parsed.GetValue(json), read.Status);
        });
        return command;
    }

    private static int Print(Output output, ImmutableArray<PaneSummary> panes, bool json, int status)
    {
        if (json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(panes, PlaneJson.Default.ImmutableArrayPaneSummary));
        }
        else if (panes.IsEmpty)
        {
            Output.Complain("no panes");
        }
        else
        {
            List<string?[]> rows = [["SERVER", "TARGET", "PANE", "COMMAND", "STATE", "AGENT", "OUTPUT", "SIZE", "PATH", "TITLE"], .. panes.Select(Row)];
            TextTable.Write(
                output.Data,
                panes.DistinctBy(pane => pane.Node).Take(2).Count() > 1
                    ? [.. rows.Select((row, i) => (string?[])[i == 0 ? "NODE" : panes[i - 1].Node, .. row])]
                    : rows);
        }

        return status;
    }

    private static string?[] Row(PaneSummary pane) =>
    [
        pane.Server,
        pane.Target,
        pane.Pane.ToString(),
        pane.Command,
        pane switch
        {
            { Dead: true } => DeadPane.Words(pane.ExitStatus, pane.ExitSignal),
            { Mode: { } mode } => mode,
            { AtPrompt: true } => "at prompt",
            { AtPrompt: false } => "busy",
            _ => null,
        },
        pane.Agent,
        pane.LastOutput is { } last ? ServerWords.Age(TimeProvider.System.GetUtcNow() - last) : null,
        string.Create(CultureInfo.InvariantCulture, $"{pane.Size.Width}x{pane.Size.Height}"),
        pane.Path,
        pane.Title,
    ];
}
