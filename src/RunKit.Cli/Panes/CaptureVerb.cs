using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace RunKit.Cli.Panes;

/// <summary><c>capture</c>: what a pane shows, at one moment.</summary>
internal static class CaptureVerb
{
    private const string All = "all";

    public static Command Create(Output output)
    {
        var command = new Command("capture", "Print what a pane shows at one moment");
        var pane = new PaneOptions(command);
        var history = new Option<string>("--history") { HelpName = "N|all", Description = "So many rows of its history before that, or all of it" };
        var ansi = new Option<bool>("--ansi") { Description = "With the sequences that colour it" };
        var json = new Option<bool>("--json") { Description = "Print all that is known of it as JSON" };
        command.Options.Add(history);
        command.Options.Add(ansi);
        command.Options.Add(json);
        history.Validators.Add(Check);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            var outcome = await reached.Plane.CaptureAsync(address, Options(parsed.GetValue(history)), cancellationToken);
            return outcome switch
            {
                CaptureOutcome.Captured { Capture: var capture } => Print(output, capture, parsed.GetValue(ansi), parsed.GetValue(json)),
                CaptureOutcome.NotCaptured not => throw new VerbException($"{address}: {not.Reason}"),
                _ => throw new VerbException($"there is no pane {address}"),
            };
        });
        return command;
    }

    private static CaptureOptions Options(string? history) => history switch
    {
        null => CaptureOptions.Default,
        All => CaptureOptions.Everything,
        _ => new CaptureOptions(int.Parse(history, NumberStyles.None, CultureInfo.InvariantCulture)),
    };

    private static int Print(Output output, PaneCapture capture, bool ansi, bool json)
    {
        if (capture.HistoryCut)
        {
            Output.Complain("the oldest rows went out of the history while it was read");
        }

        if (json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(capture, PlaneJson.Default.PaneCapture));
            return ExitStatus.Done;
        }

        foreach (var row in capture.History.Concat(capture.Screen))
        {
            output.Data.Write(ansi ? row.Ansi : row.Text);
            output.Data.Write('\n');
        }

        return ExitStatus.Done;
    }

    private static void Check(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && text != All && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            result.AddError($"--history {text}: give a number of rows, or {All}.");
        }
    }
}
