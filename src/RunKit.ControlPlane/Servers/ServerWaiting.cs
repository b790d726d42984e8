using RunKit.ControlPlane.Events;

namespace RunKit.ControlPlane.Servers;

/// <summary>Waiting until a server is as it should be.</summary>
public static class ServerWaiting
{
    // Most of what changes comes with an event; a release, or another attempt to dial, does not.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Waits until a server is so, which may be at once: the state counts, not the change to it. Answers what was seen then; null when the server is
    /// not there, which <paramref name="predicate"/> may wait for too.
    /// </summary>
    /// <param name="predicate">Is given the server, null when there is none of that name. It is asked again whenever something happens to it.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="time">Measures it; null for the system's clock.</param>
    /// <exception cref="TimeoutException">The time is over; the message says how the server was last.</exception>
    public static async Task<ServerView?> WaitUntilAsync(
        this IControlPlane plane, ServerName server, Func<ServerView?, bool> predicate, TimeSpan deadline, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(predicate);
        time ??= TimeProvider.System;
        using var over = new CancellationTokenSource(deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var look = new Look(plane, server);
        try
        {
            // The place in the order first, then the state: nothing is missed in between.
            var from = await plane.GetLastEventIdAsync(end.Token).ConfigureAwait(false);
            return await look.TakeAsync(end.Token).ConfigureAwait(false) is var view && predicate(view)
                ? view
                : await FollowAsync(look, from, predicate, time, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{server} is not as it was waited for after {deadline.TotalSeconds:0.###} s: {look.Last}", e);
        }
    }

    private static async Task<ServerView?> FollowAsync(
        Look look, EventId from, Func<ServerView?, bool> predicate, TimeProvider time, CancellationTokenSource end)
    {
        var events = look.Plane.ReadEventsAsync(new EventFilter { After = from, Servers = [look.Server.Value] }, end.Token).GetAsyncEnumerator(end.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                // What has happened meanwhile is one look.
                while (next.IsCompleted && await next.ConfigureAwait(false))
                {
                    next = events.MoveNextAsync().AsTask();
                }

                var view = await look.TakeAsync(end.Token).ConfigureAwait(false);
                if (predicate(view))
                {
                    return view;
                }

                // A stream that has ended wakes nobody any more.
                var pause = Task.Delay(BetweenLooks, time, end.Token);
                await Task.WhenAny(next.IsCompleted ? pause : next, pause).ConfigureAwait(false);
                end.Token.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            // An enumerator may be disposed of only when it rests.
            await end.CancelAsync().ConfigureAwait(false);
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed record Look(IControlPlane Plane, ServerName Server)
    {
        public string Last { get; private set; } = "it was not looked at";

        public async Task<ServerView?> TakeAsync(CancellationToken cancellationToken)
        {
            var views = await Plane.GetServersAsync(cancellationToken).ConfigureAwait(false);
            var view = views.FirstOrDefault(known => known.Name == Server.Value);
            Last = view is null ? "there is no such server"
                : view.Reason is { } reason ? $"it is {KebabCase.Of(view.Status)}, {KebabCase.Of(reason)}"
                : $"it is {KebabCase.Of(view.Status)}";
            return view;
        }
    }
}
