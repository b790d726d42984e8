using Akka.Event;

namespace Akka.Actor;

/// <summary>What a timer puts into the mailbox; the same one at every tick. It counts only while it is the present timer of its key.</summary>
internal sealed class TimerTick(object key, object message, bool periodic) : IAutoReceivedMessage, IDeadLetterSuppression, INoSerializationVerificationNeeded
{
    public object Key { get; } = key;

    public object Message { get; } = message;

    public bool Periodic { get; } = periodic;

    public ICancelable? Cancelable { get; set; }
}

internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerTick> _active = [];

    public IReadOnlyCollection<object> ActiveTimers => _active.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender)
    {
        var tick = Replace(key, msg, periodic: true);
        tick.Cancelable = cell.SystemImpl.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.SelfRef, tick, sender);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender)
    {
        var tick = Replace(key, msg, periodic: false);
        tick.Cancelable = cell.SystemImpl.Scheduler.ScheduleTellOnceCancelable(timeout, cell.SelfRef, tick, sender);
    }

    public bool IsTimerActive(object key) => _active.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_active.Remove(key, out var tick))
            tick.Cancelable?.Cancel();
    }

    public void CancelAll()
    {
        foreach (var tick in _active.Values)
        {
            tick.Cancelable?.Cancel();
        }

        _active.Clear();
    }

    /// <summary>Whether a tick that arrives still counts.</summary>
    internal bool Accept(TimerTick tick)
    {
        if (!_active.TryGetValue(tick.Key, out var present) || present != tick)
            return false;

        if (!tick.Periodic)
            _active.Remove(tick.Key);
        return true;
    }

    private TimerTick Replace(object key, object message, bool periodic)
    {
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        return _active[key] = new TimerTick(key, message, periodic);
    }
}
