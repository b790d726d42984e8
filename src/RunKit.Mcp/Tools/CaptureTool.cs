using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>capture</c>: what a pane shows.</summary>
internal static class CaptureTool
{
    private const int MostHistory = 5000;

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "capture",
        Scope = AccessScope.Read,
        Description = "Shows what a pane shows at this moment, with as many rows of its history as you ask for. To learn when something appears, use wait instead of calling this again and again; "
            + "to find something in many panes, use search.",
    };

    /// <exception cref="ToolException">It cannot be captured.</exception>
    internal static async Task<PaneCapture> CaptureAsync(ToolSession session, PaneAddress pane, int history, CancellationToken cancellationToken) =>
        await session.Plane.CaptureAsync(pane, new CaptureOptions(history), cancellationToken).ConfigureAwait(false) switch
        {
            CaptureOutcome.Captured captured => captured.Capture,
            CaptureOutcome.NotCaptured not => throw new ToolException($"what {pane} shows is not known: {not.Reason}"),
            _ => throw new ToolException($"the pane {pane} is gone; call list again"),
        };

    /// <exception cref="ToolException">It cannot be captured.</exception>
    internal static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        if (arguments.History is < 0 or > MostHistory)
        {
            throw new ToolException($"'history' is 0 to {MostHistory} rows");
        }

        var target = await FoundTarget.FindAsync(session, arguments.Pane, cancellationToken).ConfigureAwait(false);
        var capture = await CaptureAsync(session, target.Pane(), arguments.History, cancellationToken).ConfigureAwait(false);
        var rows = capture.History.Concat(capture.Screen).Select(row => row.Text).ToArray();
        var lines = BoundedLines.Newest(rows[..(Array.FindLastIndex(rows, row => row.Length > 0) + 1)]);
        return new ToolAnswer(
            new
            {
                Pane = arguments.Pane,
                Size = $"{capture.Size.Width}x{capture.Size.Height}",
                Cursor = new { capture.Cursor.Column, capture.Cursor.Row },
                capture.HistorySize,
                FullScreenProgram = capture.AlternateScreen ? true : (bool?)null,
                capture.Mode,
                Dead = capture.Dead ? true : (bool?)null,
                capture.ExitStatus,
                capture.Command,
                capture.Path,
                capture.Title,
                HistoryCut = capture.HistoryCut ? true : (bool?)null,
                lines.DroppedLines,
            },
            lines);
    }

    internal sealed record Arguments
    {
        [Description("The pane's handle, from list.")]
        public required string Pane { get; init; }

        [Description("How many rows of history before the screen, 0 to 5000.")]
        public int History { get; init; }
    }
}
