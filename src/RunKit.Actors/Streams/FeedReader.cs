using System.Runtime.CompilerServices;
using RunKit.ControlPlane.Streams;

namespace RunKit.Actors.Streams;

/// <summary>What one viewer reads of a feed, at its own pace.</summary>
internal static class FeedReader
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads to the end; who stops reading is a viewer no more.</summary>
    public static async IAsyncEnumerable<PaneStreamEvent> ReadAsync(
        PaneFeed feed, FeedViewer viewer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (next, changed) = feed.Viewers.Take(viewer);
                if (next is null && viewer.IsSlow)
                {
                    next = await ShowAsync(feed, viewer, changed, feed.Time, cancellationToken).ConfigureAwait(false);
                }
                else if (next is null)
                {
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                if (next is not null)
                {
                    yield return next;
                }

                if (next is PaneStreamEvent.Ended)
                {
                    yield break;
                }
            }
        }
        finally
        {
            feed.Viewers.Remove(viewer);
        }
    }

    // A slow one is shown the pane as often as it takes it, and only when something has been printed since.
    private static async Task<PaneStreamEvent?> ShowAsync(PaneFeed feed, FeedViewer viewer, Task changed, TimeProvider time, CancellationToken cancellationToken)
    {
        if (viewer.Shown is var (at, printed))
        {
            if (feed.Viewers.Printed == printed)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }

            var left = BetweenLooks - time.GetElapsedTime(at);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
            }
        }

        viewer.Shown = (time.GetTimestamp(), feed.Viewers.Printed);
        return await feed.ShowAsync(viewer, cancellationToken).ConfigureAwait(false);
    }
}
