using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RunKit.Client;

namespace RunKit.Cli.Events;

/// <summary>
/// The events of all nodes of a cluster in one stream. Each node's own order is kept, and nothing is said of the order between nodes. Another
/// node's events begin when it is reached, and end when it is lost; the node here tells of both.
/// </summary>
internal static class MergedEvents
{
    private const int Ahead = 256;

    /// <exception cref="NodeUnreachableException">The node here does not answer any more.</exception>
    public static async IAsyncEnumerable<PlaneEvent> ReadAsync(
        HttpControlPlane plane, EventFilter filter, Action onConnected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<PlaneEvent>(new BoundedChannelOptions(Ahead) { SingleReader = true });
        var others = new Dictionary<string, Task>(StringComparer.Ordinal);
        var own = CopyAsync(plane, filter, onConnected, events.Writer, isOwn: true, end.Token);
        var nodes = (await plane.GetNodesAsync(cancellationToken)).Where(node => node is { Self: false, State: NodeState.Up }).Select(node => node.Name);
        foreach (var node in nodes)
        {
            others[node] = CopyAsync(plane.On(node), filter, () => { }, events.Writer, isOwn: false, end.Token);
        }

        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
            {
                if (happened is NodeHappened { Kind: NodeEventKind.Joined or NodeEventKind.Reachable } back
                    && happened.Node == plane.Node
                    && others.GetValueOrDefault(back.Member) is null or { IsCompleted: true })
                {
                    others[back.Member] = CopyAsync(plane.On(back.Member), filter with { Since = null }, () => { }, events.Writer, isOwn: false, end.Token);
                }

                yield return happened;
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll([own, .. others.Values]);
        }
    }

    // The end of another node's events is told by an event of the node here, and is no end of the whole.
    private static async Task CopyAsync(
        HttpControlPlane plane, EventFilter filter, Action onConnected, ChannelWriter<PlaneEvent> to, bool isOwn, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in plane.ReadEventsAsync(filter, onConnected, cancellationToken))
            {
                await to.WriteAsync(happened, cancellationToken);
            }

            Complete(null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody reads any more.
        }
        catch (Exception e) when (e is NodeUnreachableException or NodeProblemException or TimeoutException or IOException)
        {
            Complete(e);
        }

        void Complete(Exception? cause)
        {
            if (isOwn)
            {
                to.TryComplete(cause);
            }
            else if (cause is not null)
            {
                Output.Complain($"without the events of node {plane.Node}: {cause.Message}");
            }
        }
    }
}
