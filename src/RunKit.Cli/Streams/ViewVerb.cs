using System.Globalization;
using System.Text;

namespace RunKit.Cli.Streams;

/// <summary><c>view</c>: a live look at a pane in the own terminal. It never resizes the pane: what does not fit is not shown.</summary>
internal static class ViewVerb
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public static Command Create(Output output)
    {
        var command = new Command("view", "Show a pane live in this terminal, without resizing it; q ends it");
        var pane = new PaneOptions(command);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Console.IsInputRedirected || Console.IsOutputRedirected)
            {
                throw new VerbException("a live look needs a terminal; runkit capture prints what a pane shows, runkit logs -f what it prints", ExitStatus.WrongUsage);
            }

            var reached = await node.ReachAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            try
            {
                return await ShowAsync(output, reached.Plane, address, cancellationToken);
            }
            finally
            {
                output.WriteText("\e[?7h\e[?25h\e[?1049l");
                output.Flush();
            }
        });
        return command;
    }

    private static async Task<int> ShowAsync(Output output, IControlPlane plane, PaneAddress address, CancellationToken cancellationToken)
    {
        // Without wrapping the terminal itself leaves out what is too wide.
        var begin = "\e[?1049h\e[?7l";
        var shown = "";
        while (true)
        {
            switch (await plane.CaptureAsync(address, CaptureOptions.Default, cancellationToken))
            {
                case CaptureOutcome.Captured { Capture: var capture }:
                    var frame = Frame(capture, Console.WindowHeight);
                    if (frame != shown)
                    {
                        output.WriteText(begin + frame);
                        output.Flush();
                        (begin, shown) = ("", frame);
                    }

                    break;
                case CaptureOutcome.NotCaptured not:
                    throw new VerbException($"{address}: {not.Reason}");
                default:
                    throw new VerbException($"there is no pane {address}");
            }

            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).KeyChar == 'q')
                {
                    return ExitStatus.Done;
                }
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>What makes a terminal of so many rows show it: the rows at the cursor, where not all of them fit.</summary>
    internal static string Frame(PaneCapture capture, int height)
    {
        var first = Math.Clamp(capture.Cursor.Row - height + 1, 0, Math.Max(0, capture.Screen.Length - height));
        var frame = new StringBuilder("\e[?25l");
        for (var row = 0; row < Math.Min(height, capture.Screen.Length - first); row++)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H\e[m\e[K{Styles(capture, first, row)}{capture.Screen[first + row].Ansi}");
        }

        frame.Append("\e[m\e[J");
        return capture.Cursor.Visible
            ? frame.Append(CultureInfo.InvariantCulture, $"\e[{capture.Cursor.Row - first + 1};{capture.Cursor.Column + 1}H\e[?25h").ToString()
            : frame.ToString();
    }

    // A row goes on in the style of those before it.
    private static string Styles(PaneCapture capture, int first, int row) => string.Concat(
        capture.Screen.Take(first + row).SelectMany(before => before.Ansi.Split('\e').Skip(1))
            .Where(part => part.StartsWith('[') && part.IndexOf('m', StringComparison.Ordinal) > 0)
            .Select(part => $"\e{part[..(part.IndexOf('m', StringComparison.Ordinal) + 1)]}").TakeLast(1));
}
