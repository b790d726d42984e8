namespace Akka.Actor;

/// <summary>An actor with timers; usable from the constructor on.</summary>
public interface IWithTimers
{
    /// <summary>The actor's timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// Timers that send messages to their own actor. A key names one timer: starting it again replaces it, and a tick of a replaced or
/// cancelled timer is discarded even when it is queued already. All are dropped on restart and stop. The Sender of a tick is dead letters
/// unless one is given.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that will still fire.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends <paramref name="msg"/> after each <paramref name="interval"/>, the first time after one.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>As above, with a sender.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender);

    /// <summary>Sends <paramref name="msg"/> after <paramref name="initialDelay"/> and then after each <paramref name="interval"/>.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>As above, with a sender.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender);

    /// <summary>Sends <paramref name="msg"/> once. The timer is inactive while its own message is handled.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>As above, with a sender.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender);

    /// <summary>Whether the timer of that key will still fire.</summary>
    bool IsTimerActive(object key);

    /// <summary>Cancels one timer.</summary>
    void Cancel(object key);

    /// <summary>Cancels all timers.</summary>
    void CancelAll();
}
