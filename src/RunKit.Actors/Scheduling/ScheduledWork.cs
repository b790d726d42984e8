using Akka.Dispatch;
using Akka.Event;

namespace RunKit.Actors.Scheduling;

/// <summary>What runs when a timer is due, unless it was cancelled or has failed before.</summary>
internal sealed class ScheduledWork(IRunnable runnable, ICancelable? cancelable, ILoggingAdapter log)
{
    private volatile bool _failed;

    /// <summary>It will not run again.</summary>
    public bool IsOver => _failed || cancelable is { IsCancellationRequested: true };

    public void Run()
    {
        if (IsOver)
        {
            return;
        }

        // Anybody's code runs here, so any failure may come of it; none may cost the others their timers.
        try
        {
            runnable.Run();
        }
        catch (Exception e)
        {
            _failed = true;
            log.Error(e, "scheduled work failed and is not repeated: {0}", runnable);
        }
    }
}
