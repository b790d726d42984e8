using System.Globalization;
using System.Text.Json;

namespace RunKit.Cli.Runs;

/// <summary><c>runs</c>: what became of runs.</summary>
internal static class RunsVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("runs", "List the runs of this node, those of before its last start too, and how they ended");
        var id = new Argument<string?>("ID") { Description = "One run alone", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print them as JSON" };
        command.Arguments.Add(id);
        command.Options.Add(json);
        id.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !RunId.TryParse(text, out _))
            {
                result.AddError($"'{text}' is no run's id, which is twelve hexadecimal digits.");
            }
        });
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            if (RunId.TryParse(parsed.GetValue(id), out var one))
            {
                var run = await reached.Plane.GetRunAsync(one, cancellationToken) ?? throw new VerbException($"there is no run {one}, or it is too long ago");
                Print(output, [run], parsed.GetValue(json) ? JsonSerializer.SerializeToUtf8Bytes(run, PlaneJson.Default.RunView) : null);
                return ExitStatus.Done;
            }

            var runs = await reached.Plane.GetRunsAsync(cancellationToken);
            Print(output, runs, parsed.GetValue(json) ? JsonSerializer.SerializeToUtf8Bytes(runs, PlaneJson.Default.ImmutableArrayRunView) : null);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(Output output, ImmutableArray<RunView> runs, byte[]? json)
    {
        if (json is not null)
        {
            output.WriteJson(json);
            return;
        }

        TextTable.Write(
            output.Data,
            [["ID", "SERVER", "PANE", "STARTED", "STATE", "COMMAND"], .. runs.Select(Row)]);
    }

    private static string?[] Row(RunView run) =>
    [
        run.Id.ToString(),
        run.Server.Value,
        run.Pane.ToString(),
        run.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        RunReport.Words(run),
        string.Join(' ', run.Command),
    ];
}
