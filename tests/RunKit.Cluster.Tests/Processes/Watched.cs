using System.Collections.Concurrent;
using RunKit.Client;

namespace RunKit.Cluster.Tests.Processes;

/// <summary>What one node tells as events, from now on.</summary>
internal sealed class Watched : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _types = new();
    private readonly Task _reading;
    private int _gaps;

    public Watched(HttpControlPlane plane) => _reading = ReadAsync(plane);

    /// <summary>What happened to other nodes, in order.</summary>
    public IEnumerable<string> Types => _types;

    /// <summary>How often something was missing.</summary>
    public int Gaps => _gaps;

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ReadAsync(HttpControlPlane plane)
    {
        EventId? last = null;
        try
        {
            await foreach (var happened in plane.ReadEventsAsync(EventFilter.All, _end.Token))
            {
                var follows = last is null || (happened.Id.Epoch == last.Epoch && happened.Id.Sequence == last.Sequence + 1);
                Interlocked.Add(ref _gaps, follows ? 0 : 1);
                last = happened.Id;
                if (happened is NodeHappened node)
                {
                    _types.Enqueue($"{EventTypes.Of(happened)} {node.Member}");
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or NodeUnreachableException)
        {
            // The test is over, or has killed the node.
        }
    }
}
