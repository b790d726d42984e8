namespace RunKit.Api.Live;

/// <summary>What happens, in order, from an event on. It says where it stands when it begins, and from time to time, so that its viewer can come back.</summary>
internal sealed class StateChannel(int number, LiveSender sender, long credit, IControlPlane plane, EventFilter filter, TimeProvider time)
    : LiveChannel(number, sender, credit)
{
    private EventId? _passed = filter.After;

    protected override async Task<(string Code, string Reason)> RunAsync(CancellationToken cancellationToken)
    {
        _passed ??= await plane.GetLastEventIdAsync(cancellationToken).ConfigureAwait(false);
        await SayPositionAsync(cancellationToken).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = BeatAsync(over.Token);
        try
        {
            // Where it stands is also behind the events that its viewer does not want.
            await foreach (var happened in plane.ReadEventsAsync(_passed, cancellationToken).ConfigureAwait(false))
            {
                Volatile.Write(ref _passed, happened.Id);
                if (filter.Admits(happened))
                {
                    var message = new LiveMessage(LiveWords.Event) { Channel = Number, Event = happened };
                    await Credit.TakeAsync(LiveSender.Encode(message).Length, cancellationToken).ConfigureAwait(false);
                    await SendAsync(message, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return (LiveWords.Ended, "the node ends");
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(HttpContract.Heartbeat, time, cancellationToken).ConfigureAwait(false);
            await SayPositionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task SayPositionAsync(CancellationToken cancellationToken) =>
        SendAsync(new LiveMessage(LiveWords.Position) { Id = Volatile.Read(ref _passed)!.ToString() }, cancellationToken);
}
