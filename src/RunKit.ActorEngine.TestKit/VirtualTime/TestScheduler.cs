using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time moves only when the test says so. One advance delivers a repeated message once, however long it is:
/// step the clock. Configure with <see cref="Configs.TestConfigs.TestSchedulerConfig"/> and cast <c>Sys.Scheduler</c>.
/// </summary>
public class TestScheduler : IScheduler, IActionScheduler
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Order)> _entries = new();
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;
    private long _order;

    /// <summary>Starts at the current time.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
        _start = _now = TimeProvider.System.GetUtcNow();
    }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Virtual time since the scheduler was made.</summary>
    public TimeSpan MonotonicClock => Now - _start;

    /// <summary>The same.</summary>
    public TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>Moves the time and runs, in order, what became due, on this thread.</summary>
    public void Advance(TimeSpan offset)
    {
        var due = new List<Entry>();
        lock (_gate)
        {
            _now += offset;
            while (_entries.TryPeek(out var entry, out var at) && at.Due <= _now)
            {
                _entries.Dequeue();
                due.Add(entry);
            }
        }

        foreach (var entry in due.Where(entry => entry.Cancelable is not { IsCancellationRequested: true }))
        {
            entry.Run();
            if (entry.Interval is { } interval)
                Add(entry, interval);
        }
    }

    /// <summary>Moves the time forward to <paramref name="when"/>.</summary>
    public void AdvanceTo(DateTimeOffset when)
    {
        var offset = when - Now;
        if (offset < TimeSpan.Zero)
            throw new InvalidOperationException($"The virtual time is {Now:O}; it cannot go back to {when:O}.");

        Advance(offset);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new Entry(() => receiver.Tell(message, sender), null, cancelable), delay);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new Entry(() => receiver.Tell(message, sender), interval, cancelable), initialDelay);

    // As in Akka.NET, the cancelable of an action is ignored.
    void IActionScheduler.ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(new Entry(action, null, null), delay);

    private void Add(Entry entry, TimeSpan delay)
    {
        lock (_gate)
        {
            _entries.Enqueue(entry, (_now + delay, _order++));
        }
    }

    private sealed record Entry(Action Run, TimeSpan? Interval, ICancelable? Cancelable);
}
