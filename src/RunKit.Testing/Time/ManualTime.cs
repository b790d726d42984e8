namespace RunKit.Testing.Time;

/// <summary>
/// Time that passes when a test says so: for <c>Task.Delay</c>, timeouts of tokens and timers that are given this provider. Safe for any
/// thread; callbacks run on the thread that advances, in the order in which they are due.
/// </summary>
/// <param name="start">The first moment; null for the first of January 2030.</param>
public sealed class ManualTime(DateTimeOffset? start = null) : TimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RealStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan RealLimit = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private readonly DateTimeOffset _start = start ?? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _now;

    /// <summary>Ticks of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _alarms.Count;
            }
        }
    }

    /// <summary>How long until the next timer is due; null when none waits.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
            {
                return Next() is { } next ? next.Due - _now : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start + _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    /// <summary>Lets time pass, and has every timer that is due meanwhile act at its own moment.</summary>
    /// <param name="by">How much; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_gate)
        {
            end = _now + by;
        }

        while (Take(end) is { } alarm)
        {
            alarm.Ring();
        }
    }

    /// <summary>
    /// Lets time pass, a step after the other, until a task has ended, and returns what it came to. What is due goes on on other threads between
    /// two steps.
    /// </summary>
    /// <param name="task">What is awaited.</param>
    /// <param name="step">How much passes at once; null for 10 ms. With longer ones the deadlines of what is under way pass too.</param>
    /// <exception cref="TimeoutException">It has not ended within a minute of the real time.</exception>
    public async Task<T> PassUntilAsync<T>(Task<T> task, TimeSpan? step = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var enough = new CancellationTokenSource(RealLimit, System);
        while (!task.IsCompleted)
        {
            if (enough.IsCancellationRequested)
            {
                throw new TimeoutException($"it has not ended within {RealLimit.TotalSeconds:0} s, while the time that is told passed to {GetUtcNow():O}");
            }

            Advance(step ?? Step);
            await Task.WhenAny(task, Task.Delay(RealStep, System)).ConfigureAwait(false);
        }

        return await task.ConfigureAwait(false);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private Alarm? Next() => _alarms.MinBy(alarm => alarm.Due);

    private Alarm? Take(TimeSpan end)
    {
        lock (_gate)
        {
            if (Next() is not { } next || next.Due > end)
            {
                _now = end;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _alarms.Remove(next);
            }

            return next;
        }
    }

    private sealed class Alarm(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._alarms.Remove(this);
                if (_disposed || dueTime == Timeout.InfiniteTimeSpan)
                {
                    return !_disposed;
                }

                (Due, Period) = (time._now + dueTime, period);
                time._alarms.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
