namespace Akka.Actor;

/// <summary>The scheduler's idea of time.</summary>
public interface ITimeProvider
{
    /// <summary>The present time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Time since some moment; never goes back.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>Time since some moment, as finely as it can be told.</summary>
    TimeSpan HighResMonotonicClock { get; }
}

/// <summary>Sends messages later. After the system has terminated every call is a <see cref="SchedulerException"/>.</summary>
public interface ITellScheduler
{
    /// <summary>Sends once.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Sends once unless cancelled.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);

    /// <summary>Sends again and again.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender);

    /// <summary>Sends again and again until cancelled.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable);
}

/// <summary>Runs actions later, outside any actor.</summary>
public interface IActionScheduler
{
    /// <summary>Runs once unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs once.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs again and again until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);

    /// <summary>Runs again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);
}

/// <summary>What the scheduler can do besides telling.</summary>
public interface IAdvancedScheduler : IActionScheduler;

/// <summary>The system's scheduler.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>Scheduling actions instead of messages.</summary>
    IAdvancedScheduler Advanced { get; }
}

/// <summary>Scheduling that returns its own cancelable.</summary>
public static class SchedulerExtensions
{
    /// <summary>Sends once.</summary>
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Sends once, after so many milliseconds.</summary>
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, int millisecondsDelay, ICanTell receiver, object message, IActorRef? sender) =>
        scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(millisecondsDelay), receiver, message, sender);

    /// <summary>Sends again and again.</summary>
    public static ICancelable ScheduleTellRepeatedlyCancelable(
        this IScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable(scheduler);
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Sends again and again, in milliseconds.</summary>
    public static ICancelable ScheduleTellRepeatedlyCancelable(
        this IScheduler scheduler, int initialMillisecondsDelay, int millisecondsInterval, ICanTell receiver, object message, IActorRef? sender) =>
        scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.FromMilliseconds(initialMillisecondsDelay), TimeSpan.FromMilliseconds(millisecondsInterval), receiver, message, sender);
}
