using RunKit.ControlPlane.Streams;

namespace RunKit.Api.Live;

/// <summary>A pane: a snapshot, then what its program prints.</summary>
internal sealed class PaneChannel(int number, LiveSender sender, long credit, IControlPlane plane, PaneAddress pane, PaneStreamOptions options)
    : LiveChannel(number, sender, credit)
{
    protected override async Task<(string Code, string Reason)> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var next in plane.OpenPaneAsync(pane, options, cancellationToken).ConfigureAwait(false))
        {
            switch (next)
            {
                case PaneStreamEvent.Snapshot snapshot:
                    await SendAsync(MessageOf(snapshot), cancellationToken).ConfigureAwait(false);
                    await SendAsync(snapshot.State.Restore, cancellationToken).ConfigureAwait(false);
                    break;
                case PaneStreamEvent.Output output:
                    await SendAsync(output.Bytes, cancellationToken).ConfigureAwait(false);
                    break;
                case PaneStreamEvent.Ended ended:
                    return (LiveWords.Ended, ended.Reason);
            }
        }

        return (LiveWords.Ended, "the node ends");
    }

    private static LiveMessage MessageOf(PaneStreamEvent.Snapshot snapshot)
    {
        var state = snapshot.State;
        return new LiveMessage(LiveWords.Snapshot)
        {
            Reason = snapshot.Reason,
            Length = state.Restore.Length,
            Pane = new LivePane(
                state.Server, state.Pane.ToString(), state.Size.Width, state.Size.Height, state.Live, state.Note, state.AlternateScreen, state.Dead, state.Command, state.Title),
        };
    }
}
