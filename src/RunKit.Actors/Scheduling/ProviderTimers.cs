namespace RunKit.Actors.Scheduling;

/// <summary>One timer of a provider's for each piece of work: when it runs, on which thread and in which order is the provider's affair.</summary>
internal sealed class ProviderTimers(TimeProvider time) : IWorkQueue
{
    private readonly Lock _gate = new();
    private readonly HashSet<Entry> _entries = [];
    private bool _disposed;

    public void Add(ScheduledWork work, TimeSpan delay, TimeSpan period)
    {
        var entry = new Entry(this, work, once: period == TimeSpan.Zero);
        lock (_gate)
        {
            if (_disposed)
            {
                throw new SchedulerException("the scheduler has ended with its actor system");
            }

            _entries.Add(entry);
        }

        // Outside the lock: a provider may run at once what is due at once.
        entry.Start(time, delay, period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period);
    }

    public void Dispose()
    {
        Entry[] entries;
        lock (_gate)
        {
            _disposed = true;
            entries = [.. _entries];
            _entries.Clear();
        }

        foreach (var entry in entries)
        {
            entry.Stop();
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
        }

        entry.Stop();
    }

    private sealed class Entry(ProviderTimers owner, ScheduledWork work, bool once)
    {
        private readonly Lock _gate = new();
        private ITimer? _timer;
        private bool _stopped;

        public void Start(TimeProvider time, TimeSpan delay, TimeSpan period)
        {
            // Made idle and then set going, so that whatever the provider runs at once finds the timer.
            var timer = time.CreateTimer(static entry => ((Entry)entry!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            lock (_gate)
            {
                _timer = timer;
            }

            timer.Change(delay, period);
            StopWhenAsked();
        }

        public void Stop()
        {
            lock (_gate)
            {
                _stopped = true;
            }

            StopWhenAsked();
        }

        private void Ring()
        {
            if (Volatile.Read(ref _stopped))
            {
                return;
            }

            work.Run();
            if (once || work.IsOver)
            {
                owner.Remove(this);
            }
        }

        private void StopWhenAsked()
        {
            ITimer? timer = null;
            lock (_gate)
            {
                if (_stopped)
                {
                    (timer, _timer) = (_timer, null);
                }
            }

            timer?.Dispose();
        }
    }
}
