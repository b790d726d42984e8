namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private TimerScheduler? _timers;
    private StashBox? _stash;

    // What came out of the stash, the next on top; goes before the mailbox.
    private Stack<Envelope>? _unstashed;
    private object? _receiveTimeout;
    private ICancelable? _receiveTimeoutTimer;

    public TimeSpan? ReceiveTimeout => (TimeSpan?)_receiveTimeout;

    internal ITimerScheduler Timers => _timers ??= new TimerScheduler(this);

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } given)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero, nameof(timeout));
        _receiveTimeout = timeout;
        ArmReceiveTimeout();
    }

    private void ArmReceiveTimeout()
    {
        DisarmReceiveTimeout();
        if (_receiveTimeout is TimeSpan timeout)
        {
            _receiveTimeoutTimer = SystemImpl.Scheduler.ScheduleTellOnceCancelable(
                timeout, SelfRef, Akka.Actor.ReceiveTimeout.Instance, SelfRef);
        }
    }

    private void DisarmReceiveTimeout()
    {
        _receiveTimeoutTimer?.Cancel();
        _receiveTimeoutTimer = null;
    }

    private StashBox MakeStash() => _stash = new StashBox(this);

    internal void Prepend(Envelope envelope)
    {
        if (envelope.Message is Terminated terminated)
            (_announced ??= [])[terminated.ActorRef] = null;
        (_unstashed ??= []).Push(envelope);
    }

    private void BuryStash()
    {
        IEnumerable<Envelope> left = [.. _unstashed ?? [], .. _stash?.ClearStash() ?? []];
        _unstashed = null;
        foreach (var envelope in left)
        {
            SystemImpl.PublishDeadLetter(envelope.Message, envelope.Sender, SelfRef);
        }
    }
}
