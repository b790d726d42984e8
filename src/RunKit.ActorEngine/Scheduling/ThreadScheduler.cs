using System.Diagnostics;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler of a running system: one thread that sleeps until the next entry is due, to the millisecond. The thread starts with the
/// first entry. It only sends; actions run on the thread pool, so that none of them delays a timer.
/// </summary>
internal sealed class ThreadScheduler(ILoggingAdapter log) : SchedulerBase(log), IDisposable
{
    // Far enough away never to be reached, near enough not to overflow.
    private const long Never = long.MaxValue / 2;

    private readonly TimerQueue _queue = new();
    private Thread? _thread;
    private bool _stopped;

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        lock (_queue)
        {
            _stopped = true;
            Monitor.Pulse(_queue);
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, TimeSpan.Zero, receiver, message, sender, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, interval, receiver, message, sender, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, TimeSpan.Zero, action, null, null, cancelable);

    private static long Clock() => Stopwatch.GetElapsedTime(0).Ticks;

    private void Add(TimeSpan delay, TimeSpan interval, object target, object? message, IActorRef? sender, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true })
            return;

        var due = Clock() + Math.Min(delay.Ticks, Never);
        var entry = new TimerEntry(_queue, due, interval.Ticks, target, message, sender, cancelable);
        (cancelable as Cancelable)?.Attach(entry);
        lock (_queue)
        {
            if (_stopped)
                throw new SchedulerException("The scheduler takes no more work: the actor system has terminated.");

            if (_queue.Add(entry) && _thread is not null)
                Monitor.Pulse(_queue);
            if (_thread is null)
                StartThread();
        }
    }

    private void StartThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "actor scheduler" };
        _thread.UnsafeStart();
    }

    private void Run()
    {
        var due = new List<TimerEntry>();
        while (CollectDue(due))
        {
            foreach (var entry in due)
            {
                Fire(entry);
            }

            due.Clear();
        }
    }

    /// <summary>Sleeps until something is due and takes it; false when the scheduler has stopped.</summary>
    private bool CollectDue(List<TimerEntry> due)
    {
        lock (_queue)
        {
            while (!_stopped)
            {
                var now = Clock();
                while (_queue.First is { } first && first.Due <= now)
                {
                    _queue.Remove(first);
                    due.Add(first);
                    if (first.Interval > 0 && first.Cancelable is not { IsCancellationRequested: true })
                        Requeue(first, now);
                }

                if (due.Count > 0)
                    return true;

                var wait = _queue.First is { } next ? (next.Due - now + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond : -1;
                Monitor.Wait(_queue, (int)Math.Min(wait, int.MaxValue));
            }

            return false;
        }
    }

    /// <summary>The next tick stays on the beat; beats that were missed are left out.</summary>
    private void Requeue(TimerEntry entry, long now)
    {
        var missed = (now - entry.Due) / entry.Interval;
        entry.Due += (missed + 1) * Math.Min(entry.Interval, Never);
        _queue.Add(entry);
    }

    private void Fire(TimerEntry entry)
    {
        if (entry.Cancelable is { IsCancellationRequested: true })
        {
            entry.Remove();
            return;
        }

        if (entry.Target is not ICanTell receiver)
        {
            ThreadPool.UnsafeQueueUserWorkItem(Perform, entry, preferLocal: false);
            return;
        }

        try
        {
            receiver.Tell(entry.Message!, entry.Sender);
        }
        catch (Exception failure)
        {
            Log.Error(failure, "A scheduled message could not be sent.");
        }
    }

    private void Perform(TimerEntry entry)
    {
        if (entry.Cancelable is { IsCancellationRequested: true })
            return;

        try
        {
            ((Action)entry.Target)();
        }
        catch (Exception failure)
        {
            Log.Error(failure, "A scheduled action failed.");
        }
    }
}
