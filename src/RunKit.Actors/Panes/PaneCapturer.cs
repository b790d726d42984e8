using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Captures a pane: its screens in one step of the server, its history in pages.</summary>
public static class PaneCapturer
{
    private const int Page = 2000;
    private const int CaptureParts = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Captures <paramref name="pane"/>.</summary>
    public static async Task<CaptureOutcome> CaptureAsync(PanePorts ports, PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(options);
        var wanted = options.History ?? int.MaxValue;
        var look = await ports.Commands.LookAsync(
            nonce => PaneCommands.Capture(pane.Pane, nonce, Math.Clamp(wanted, 0, Page)), CaptureParts, Deadline, cancellationToken).ConfigureAwait(false);
        switch (look)
        {
            case PaneLook.Seen { Reply: var reply }:
                var history = new HistoryPages(reply.Facts, wanted, reply.Parts[0].Length - reply.Facts.Size.Height);
                return await ReadHistoryAsync(ports, pane, history, cancellationToken).ConfigureAwait(false) is { } problem
                    ? new CaptureOutcome.NotCaptured(problem)
                    : new CaptureOutcome.Captured(Capture(pane, reply, history));
            case PaneLook.Gone:
                return new CaptureOutcome.UnknownPane();
            default:
                return new CaptureOutcome.NotCaptured(((PaneLook.Failed)look).Reason);
        }
    }

    // Backwards from what the first step gave: new rows only push the others up, so that each page joins the one before.
    private static async Task<string?> ReadHistoryAsync(PanePorts ports, PaneAddress pane, HistoryPages history, CancellationToken cancellationToken)
    {
        while (history.Next(Page) is var (from, to))
        {
            var look = await ports.Commands.LookAsync(
                nonce => PaneCommands.History(pane.Pane, nonce, from, to), 1, Deadline, cancellationToken).ConfigureAwait(false);
            switch (look)
            {
                case PaneLook.Seen { Reply: var reply }:
                    history.Take(reply.Facts, reply.Parts[0]);
                    break;
                case PaneLook.Gone:
                    return "the pane ended while its history was read";
                default:
                    return ((PaneLook.Failed)look).Reason;
            }
        }

        return null;
    }

    private static PaneCapture Capture(PaneAddress pane, PaneReply reply, HistoryPages history)
    {
        var facts = reply.Facts;
        var first = Math.Max(0, reply.Parts[0].Length - facts.Size.Height);
        return new PaneCapture(
            pane.Server.Value,
            facts.Id,
            facts.Size,
            new CursorView(facts.Cursor.Column, facts.Cursor.Row, facts.Cursor.Visible),
            facts.HistorySize,
            facts.Alternate,
            facts.Mode.Length > 0 ? facts.Mode : null,
            facts.Dead,
            facts.ExitStatus,
            facts.Command,
            facts.Path,
            facts.Title,
            Rows([.. history.Rows, .. reply.Parts[0].Take(first)]),
            Rows(reply.Parts[0].RemoveRange(0, first)),
            facts.Alternate ? Rows(reply.Parts[1]) : [],
            string.Join('\n', reply.Parts[2]))
        {
            HistoryCut = history.IsCut,
        };
    }

    private static ImmutableArray<PaneRow> Rows(ImmutableArray<string> rows) => [.. rows.Select(row => new PaneRow(StyledText.Plain(row), row))];
}
