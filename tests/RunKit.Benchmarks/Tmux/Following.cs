using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Tmux;

/// <summary>Waiting for what a plane tells.</summary>
internal static class Following
{
    // No event has this id, so that a stream from here on begins at once, with the word where the plane stands.
    private static readonly EventId Nowhere = new("none", 0);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Completes when so many servers are connected: each then has been listed once.</summary>
    public static async Task ConnectsAsync(this IControlPlane plane, int servers)
    {
        using var deadline = new CancellationTokenSource(Limit);
        HashSet<string> connected = [];
        await foreach (var happened in plane.ReadEventsAsync(Nowhere, deadline.Token))
        {
            IEnumerable<string> names = happened switch
            {
                ServerEventEnvelope { Event: ServerConnected } envelope => [envelope.Server.Value],
                PlaneResync => (await plane.GetServersAsync(deadline.Token)).Where(view => view.Status == ServerStatus.Connected).Select(view => view.Name),
                _ => [],
            };
            connected.UnionWith(names);
            if (connected.Count >= servers)
                return;
        }
    }

    /// <summary>Follows the plane's events from now on.</summary>
    public static async Task<Follower> FollowAsync(this IControlPlane plane)
    {
        var events = plane.ReadEventsAsync(Nowhere, CancellationToken.None).GetAsyncEnumerator();
        await events.MoveNextAsync();
        return new Follower(events);
    }

    internal sealed class Follower(IAsyncEnumerator<PlaneEvent> events) : IAsyncDisposable
    {
        /// <summary>Begins to read, and completes when there has been such an event.</summary>
        public async Task HearsAsync<T>(Func<T, bool> isIt)
            where T : ServerEvent
        {
            while (await events.MoveNextAsync().AsTask().WaitAsync(Limit))
            {
                if (events.Current is ServerEventEnvelope { Event: T what } && isIt(what))
                    return;
            }
        }

        public ValueTask DisposeAsync() => events.DisposeAsync();
    }
}
