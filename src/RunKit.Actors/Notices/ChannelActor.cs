using Akka.Event;
using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Notices;

/// <summary>
/// Sends notices by one channel, one after the other, again and again for some minutes where it may help. A channel that hangs, or is dead, costs nobody
/// anything: what does not fit into its queue, and what it never took, is counted and dropped.
/// </summary>
internal sealed class ChannelActor : ReceiveActor, IWithTimers
{
    private const int MostWaiting = 100;
    private const int MostTries = 7;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly INoticeChannel _channel;
    private ReadOnlyMemory<byte>? _current;
    private bool _isSending;
    private int _tries;
    private int _dead;

    public ChannelActor(INoticeChannel channel)
    {
        _channel = channel;
        Receive<NoticesProtocol.Send>(OnSend);
        Receive<NoticesProtocol.SendTest>(test => SendAsync(test.Notice).PipeTo(
            Sender, Self, delivery => new NoticeResult(_channel.Name, delivery.Delivered, delivery.Detail, _dead)));
        Receive<Sent>(sent => OnSent(sent.Delivery));
        Receive<TryDue>(_ => Next());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(INoticeChannel channel) => Akka.Actor.Props.Create(() => new ChannelActor(channel));

    protected override void PostStop() => _stopped.Cancel();

    private void OnSend(NoticesProtocol.Send send)
    {
        // The newest says most: the oldest that waits goes, and never the one that is under way.
        if (_waiting.Count >= MostWaiting)
        {
            Drop(_waiting.Dequeue(), "too many wait");
        }

        _waiting.Enqueue(send.Notice);
        Next();
    }

    private void Next()
    {
        if (_isSending || Timers.IsTimerActive(nameof(TryDue)) || (_current is null && _waiting.Count == 0))
        {
            return;
        }

        var notice = _current ??= _waiting.Dequeue();
        _isSending = true;
        SendAsync(notice).PipeTo(Self, Self, delivery => new Sent(delivery));
    }

    // What a channel throws is told like what it answers: nothing of it may stop the others.
    private async Task<NoticeDelivery> SendAsync(ReadOnlyMemory<byte> notice)
    {
        try
        {
            return await _channel.SendAsync(notice, _stopped.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new NoticeDelivery(Delivered: false, MayRetry: true, "it was given up");
        }
    }

    private void OnSent(NoticeDelivery delivery)
    {
        _isSending = false;
        _tries++;
        if (delivery.Delivered)
        {
            Done();
        }
        else if (!delivery.MayRetry || _tries >= MostTries)
        {
            Drop(_current!.Value, delivery.Detail);
            Done();
        }
        else
        {
            var pause = TimeSpan.FromSeconds(Math.Pow(2, _tries - 1));
            Timers.StartSingleTimer(nameof(TryDue), new TryDue(), pause < LongestPause ? pause : LongestPause);
        }
    }

    private void Done()
    {
        (_tries, _current) = (0, null);
        Next();
    }

    private void Drop(ReadOnlyMemory<byte> notice, string why)
    {
        _dead++;
        _log.Warning("a notice of {0} bytes for the {1} was given up, {2} since the start: {3}", notice.Length, _channel.Name, _dead, why);
    }

    private sealed record Sent(NoticeDelivery Delivery) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record TryDue : INoSerializationVerificationNeeded;
}
