namespace Akka.Actor;

/// <summary>Something that can be called off.</summary>
public interface ICancelable
{
    /// <summary>Whether it was called off.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>The same as a token.</summary>
    CancellationToken Token { get; }

    /// <summary>Calls it off.</summary>
    void Cancel();

    /// <summary>Calls it off after a while.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Calls it off after so many milliseconds.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Calls it off; says whether the first exception of a callback ends the calls.</summary>
    void Cancel(bool throwOnFirstException);
}

/// <summary>The cancelable that schedulers hand out. It makes a token only when one is asked for.</summary>
internal sealed class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource? _source;
    private TimerEntry? _entry;
    private volatile bool _cancelled;

    /// <summary>A cancelable whose <see cref="CancelAfter(TimeSpan)"/> runs on that scheduler.</summary>
    public Cancelable(IScheduler scheduler) => _scheduler = (IActionScheduler)scheduler;

    /// <inheritdoc/>
    public bool IsCancellationRequested => _cancelled;

    /// <inheritdoc/>
    public CancellationToken Token
    {
        get
        {
            var source = LazyInitializer.EnsureInitialized(ref _source);
            if (_cancelled)
                source.Cancel();
            return source.Token;
        }
    }

    /// <inheritdoc/>
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException)
    {
        _cancelled = true;
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _entry)?.Remove();
        Volatile.Read(ref _source)?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay) => _scheduler.ScheduleOnce(delay, Cancel, null);

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    /// <summary>Lets a cancelled entry leave its queue at once; one entry at a time, others are dropped when they are due.</summary>
    internal void Attach(TimerEntry entry)
    {
        if (_entry is null || _entry.IsDone)
            _entry = entry;
    }
}
