using RunKit.ControlPlane.Streams;

namespace RunKit.Cli.Streams;

/// <summary><c>logs</c>: what a pane has printed, and what it prints.</summary>
internal static class LogsVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("logs", "Print what a pane has printed, as far as its history goes, and with -f what it prints");
        var pane = new PaneOptions(command);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what it prints; the last 2000 rows of its history come first" };
        var ansi = new Option<bool>("--ansi") { Description = "With the sequences that colour it and move the cursor" };
        command.Options.Add(follow);
        command.Options.Add(ansi);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            return parsed.GetValue(follow)
                ? await FollowAsync(output, reached.Plane, address, parsed.GetValue(ansi), cancellationToken)
                : await PrintAsync(output, reached.Plane, address, parsed.GetValue(ansi), cancellationToken);
        });
        return command;
    }

    private static async Task<int> PrintAsync(Output output, IControlPlane plane, PaneAddress address, bool ansi, CancellationToken cancellationToken)
    {
        switch (await plane.CaptureAsync(address, CaptureOptions.Everything, cancellationToken))
        {
            case CaptureOutcome.Captured { Capture: var capture }:
                var rows = capture.History.Concat(capture.Screen).ToArray();
                var last = Array.FindLastIndex(rows, row => row.Text.Length > 0);
                foreach (var row in rows.Take(last + 1))
                {
                    output.WriteLine(ansi ? row.Ansi : row.Text);
                }

                return ExitStatus.Done;
            case CaptureOutcome.NotCaptured not:
                throw new VerbException($"{address}: {not.Reason}");
            default:
                throw new VerbException($"there is no pane {address}");
        }
    }

    private static async Task<int> FollowAsync(Output output, IControlPlane plane, PaneAddress address, bool ansi, CancellationToken cancellationToken)
    {
        var plain = new PlainBytes();
        var hasBegun = false;
        await foreach (var told in plane.OpenPaneAsync(address, new PaneStreamOptions(PaneStreamOptions.MostHistory), cancellationToken))
        {
            switch (told)
            {
                case PaneStreamEvent.Snapshot { State: { Live: false, Note: var note } } when !hasBegun:
                    throw new VerbException($"what {address} prints cannot be followed: {note}; runkit view shows it");
                case PaneStreamEvent.Snapshot snapshot when hasBegun:
                    Output.Complain($"something may be missing here: {snapshot.Reason}");
                    plain = new PlainBytes();
                    break;
                case PaneStreamEvent.Snapshot snapshot:
                    hasBegun = true;
                    Write(snapshot.State.Restore);
                    break;
                case PaneStreamEvent.Output printed:
                    Write(printed.Bytes);
                    break;
                case PaneStreamEvent.Ended ended when !hasBegun:
                    throw new VerbException($"{address}: {ended.Reason}");
                case PaneStreamEvent.Ended ended:
                    Output.Complain(ended.Reason);
                    return ExitStatus.Done;
            }

            output.Flush();
        }

        return ExitStatus.Done;

        void Write(ReadOnlyMemory<byte> bytes) => output.Write(ansi ? bytes.Span : plain.Strip(bytes.Span));
    }
}
