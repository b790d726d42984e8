using System.Globalization;
using System.Text.Json;
using RunKit.Cli.Servers;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Panes;

/// <summary><c>top</c>: which panes' processes use the machine, from <c>/proc</c>.</summary>
internal static class TopVerb
{
    private const int UsualRows = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static Command Create(Output output)
    {
        var command = new Command("top", "List the panes by what their processes use of the machine");
        var server = new ServerOptions(command, required: false);
        var interval = new Option<string>("--interval") { HelpName = "TIME", Description = "Measure so long; 1s unless told otherwise" };
        var memory = new Option<bool>("--memory") { Description = "Those with most memory first, not with most CPU" };
        var rows = new Option<int>("-n") { HelpName = "ROWS", Description = "So many at most; 20 unless told otherwise", DefaultValueFactory = _ => UsualRows };
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        interval.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Duration.Problem("--interval", token.Value, Shortest, Longest) is { } problem)
            {
                result.AddError(problem);
            }
        });
        rows.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
            {
                result.AddError($"-n {token.Value}: give a number of rows, from 1 on.");
            }
        });
        command.Options.Add(interval);
        command.Options.Add(memory);
        command.Options.Add(rows);
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (node.IsElsewhere(parsed))
            {
                throw new VerbException("top reads this machine's processes, and that node may be on another", ExitStatus.WrongUsage);
            }

            var reached = await node.ReachAsync(parsed, cancellationToken);
            var read = server.Get(parsed) is { } target
                ? new ServerTrees([await ServerTrees.ReadAsync(reached.Plane, reached.NameOf(target), cancellationToken)], ExitStatus.Done)
                : await ServerTrees.ReadAsync(reached.Plane, cancellationToken);
            var time = parsed.GetValue(interval) is { } text && Duration.TryParse(text, out var given) ? given : TimeSpan.FromSeconds(1);
            var uses = await MeasureAsync([.. read.Trees.SelectMany(tree => PaneSummary.Of(tree.WithoutHidden()))], time, cancellationToken);
            Print(output, [.. uses.OrderByDescending(use => parsed.GetValue(memory) ? use.MemoryBytes : use.CpuPercent).Take(parsed.GetValue(rows))], parsed.GetValue(json));
            return read.Status;
        });
        return command;
    }

    private static async Task<IEnumerable<PaneUse>> MeasureAsync(PaneSummary[] panes, TimeSpan interval, CancellationToken cancellationToken)
    {
        var (before, began) = (ProcessTrees.Read(), TimeProvider.System.GetTimestamp());
        await Task.Delay(interval, cancellationToken);
        var (after, took) = (ProcessTrees.Read(), TimeProvider.System.GetElapsedTime(began));
        return panes.Where(pane => !pane.Dead).Select(pane =>
        {
            var use = after.Use(pane.Pid, before);
            return new PaneUse(
                pane.Server, pane.Pane, pane.Target, pane.Command, pane.Pid, use.Processes, Math.Round(use.Processor / took * 100, 1), use.MemoryBytes);
        });
    }

    private static void Print(Output output, ImmutableArray<PaneUse> uses, bool json)
    {
        if (json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(uses, PlaneJson.Default.ImmutableArrayPaneUse));
        }
        else if (uses.IsEmpty)
        {
            Output.Complain("no panes");
        }
        else
        {
            TextTable.Write(output.Data, [["CPU", "MEMORY", "PROCESSES", "SERVER", "TARGET", "PANE", "COMMAND"], .. uses.Select(Row)]);
        }
    }

    private static string?[] Row(PaneUse use) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{use.CpuPercent:0.0} %"),
        string.Create(CultureInfo.InvariantCulture, $"{use.MemoryBytes / (1024.0 * 1024.0):0.0} MiB"),
        string.Create(CultureInfo.InvariantCulture, $"{use.Processes}"),
        use.Server,
        use.Target,
        use.Pane.ToString(),
        use.Command,
    ];
}
