namespace RunKit.Actors.Panes;

/// <summary>Waits at one pane, for a caller that waits alone.</summary>
public static class PaneWait
{
    /// <summary>Waits until something holds, or the time is over.</summary>
    public static async Task<WaitOutcome> RunAsync(PanePorts ports, PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        if (!request.TryRead(out var condition, out var problem))
        {
            return new WaitOutcome.NotKnown(problem);
        }

        var began = ports.Time.GetTimestamp();
        var waiter = new Waiter(pane, condition, request.Timeout, TimeSpan.Zero);
        while (true)
        {
            var (looks, silence) = await WaitLooks.TakeAsync(ports, [waiter.Ask], cancellationToken).ConfigureAwait(false);
            var now = ports.Time.GetElapsedTime(began);
            if ((looks is { } seen ? waiter.Take(seen[0], now) : waiter.Miss(silence, now)) is { } outcome)
            {
                return outcome;
            }

            await Task.Delay(waiter.PauseAt(now), ports.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
