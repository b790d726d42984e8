namespace RunKit.Api.Tests.Events;

/// <summary>Time that passes when a test says so. Only the newest timer counts: the stream under test waits for one thing at a time.</summary>
internal sealed class HandTime : TimeProvider
{
    private readonly Lock _lock = new();
    private long _now;
    private (Wait Timer, long Due)? _wait;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Somebody waits.</summary>
    public bool IsAwaited => Awaited > TimeSpan.Zero;

    /// <summary>How long until the wait is over; zero when nobody waits.</summary>
    public TimeSpan Awaited
    {
        get
        {
            lock (_lock)
            {
                return _wait is { } wait ? TimeSpan.FromTicks(wait.Due - _now) : TimeSpan.Zero;
            }
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public void Advance(TimeSpan by, bool fire = true)
    {
        Wait? due = null;
        lock (_lock)
        {
            _now += by.Ticks;
            if (fire && _wait is { } wait && wait.Due <= _now)
            {
                (due, _wait) = (wait.Timer, null);
            }
        }

        due?.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new Wait(this, callback, state);
            _wait = (timer, _now + dueTime.Ticks);
            return timer;
        }
    }

    private sealed class Wait(HandTime time, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._lock)
            {
                if (time._wait?.Timer == this)
                {
                    time._wait = null;
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
