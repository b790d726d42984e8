using Akka.Event;

namespace RunKit.Actors.Scheduling;

/// <summary>One thread that sleeps until the next work is due or an earlier one is added. The system's clock only.</summary>
internal sealed class SleepingThread(TimeProvider time, ILoggingAdapter log, TimeSpan shutdownLimit) : IWorkQueue
{
    // Below this many it is not worth a sweep.
    private const int FewEntries = 256;

    private readonly object _gate = new();
    private readonly PriorityQueue<Entry, (TimeSpan Due, long Order)> _queue = new();
    private Thread? _thread;
    private int _sweepAt = FewEntries;
    private long _order;
    private bool _disposed;

    private TimeSpan Now => time.GetMonotonicTime();

    public void Add(ScheduledWork work, TimeSpan delay, TimeSpan period)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                throw new SchedulerException("the scheduler has ended with its actor system");
            }

            StartThread();
            Sweep();
            var entry = new Entry(work, Now + delay, period);
            Enqueue(entry, delay);
            if (ReferenceEquals(_queue.Peek(), entry))
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _queue.Clear();
            Monitor.Pulse(_gate);
        }

        if (_thread is { } thread && thread != Thread.CurrentThread && !thread.Join(shutdownLimit))
        {
            log.Warning("the scheduler's thread has not ended within {0}: the work that it runs takes longer", shutdownLimit);
        }
    }

    // No execution context: what runs here belongs to the caller that scheduled it, not to the first one.
    private void StartThread()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "runkit-scheduler" };
            _thread.UnsafeStart();
        }
    }

    private void Run()
    {
        while (Next() is { } entry)
        {
            entry.Work.Run();
            if (entry.Period > TimeSpan.Zero && !entry.Work.IsOver)
            {
                Repeat(entry);
            }
        }
    }

    /// <summary>Sleeps until something is due; null when disposed.</summary>
    private Entry? Next()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                var wait = Timeout.Infinite;
                if (_queue.TryPeek(out var entry, out var at))
                {
                    var left = at.Due - Now;
                    if (entry.Work.IsOver || left <= TimeSpan.Zero)
                    {
                        _queue.Dequeue();
                        if (entry.Work.IsOver)
                        {
                            continue;
                        }

                        return entry;
                    }

                    wait = (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue);
                }

                Monitor.Wait(_gate, wait);
            }

            return null;
        }
    }

    private void Repeat(Entry entry)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                Enqueue(entry with { Due = NextDue(entry.Due, entry.Period, Now) }, entry.Period);
            }
        }
    }

    /// <summary>At the same distance from the first, and none of what a stall has missed.</summary>
    private static TimeSpan NextDue(TimeSpan due, TimeSpan period, TimeSpan now)
    {
        var next = due + period;
        return next > now ? next : next + (period * Math.Ceiling((now - next) / period));
    }

    private void Enqueue(Entry entry, TimeSpan delay) => _queue.Enqueue(entry, (Slack.PutOff(entry.Due, delay), _order++));

    // Most timers are cancelled long before they are due. As many dead as living ones may wait here, and no more.
    private void Sweep()
    {
        if (_queue.Count < _sweepAt)
        {
            return;
        }

        var living = _queue.UnorderedItems.Where(item => !item.Element.Work.IsOver).ToArray();
        _queue.Clear();
        _queue.EnqueueRange(living);
        _sweepAt = Math.Max(FewEntries, living.Length * 2);
    }

    private sealed record Entry(ScheduledWork Work, TimeSpan Due, TimeSpan Period);
}
