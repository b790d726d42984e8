using System.Collections.Concurrent;
using System.Globalization;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace RunKit.Actors.Scheduling;

/// <summary>
/// Akka's scheduler on a <see cref="TimeProvider"/>. On the system's clock it is one thread that sleeps until the next timer is due, and so
/// costs nothing while none is. On any other provider, such as a test's, it is that provider's time: the clocks and the timers of actors
/// follow it, every period that passes is a tick, and callbacks run where the provider runs them.
/// </summary>
/// <remarks>
/// As with Akka's own, work that throws is logged and not repeated, and work that is pending when the actor system ends is dropped.
/// A stall of the system's clock (a suspended machine) costs the ticks that were missed rather than giving them all at once.
/// </remarks>
public sealed class TimeProviderScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const string TimeKey = "akka.scheduler.time-provider";
    private const string ShutdownKey = "akka.scheduler.shutdown-timeout";

    private static readonly ConcurrentDictionary<string, WeakReference<TimeProvider>> Registered = new(StringComparer.Ordinal);
    private static long _registrations;

    private readonly TimeProvider _time;
    private readonly IWorkQueue _queue;

    /// <summary>For Akka, which makes the type that <c>akka.scheduler.implementation</c> names.</summary>
    /// <param name="scheduler">The actor system's whole configuration.</param>
    /// <param name="log">Where work that throws is logged.</param>
    /// <exception cref="ConfigurationException">The configuration names a provider that is not there any more.</exception>
    public TimeProviderScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        _time = Find(scheduler.GetString(TimeKey, ""));
        _queue = ReferenceEquals(_time, TimeProvider.System)
            ? new SleepingThread(_time, log, scheduler.GetTimeSpan(ShutdownKey, TimeSpan.FromSeconds(5)))
            : new ProviderTimers(_time);
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => _time.GetMonotonicTime();

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => _time.GetMonotonicTime();

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <summary>The configuration of an actor system that is to live on this provider's time. It holds the provider only weakly.</summary>
    public static Config On(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var implementation = $"akka.scheduler.implementation = \"{typeof(TimeProviderScheduler).FullName}, {typeof(TimeProviderScheduler).Assembly.GetName().Name}\"\n";
        return ConfigurationFactory.ParseString(
            ReferenceEquals(time, TimeProvider.System) ? implementation : $"{implementation}{TimeKey} = \"{Register(time)}\"\n");
    }

    /// <summary>Ends its thread; what is pending never runs. The actor system calls this when it has terminated.</summary>
    public void Dispose() => _queue.Dispose();

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Telling(receiver, message, sender), delay, TimeSpan.Zero, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Telling(receiver, message, sender), initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(new ActionRunnable(action), delay, TimeSpan.Zero, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(action, delay, TimeSpan.Zero, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(new ActionRunnable(action), initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(action, initialDelay, interval, cancelable);

    private void Add(IRunnable runnable, TimeSpan delay, TimeSpan period, ICancelable? cancelable) =>
        _queue.Add(new ScheduledWork(runnable, cancelable, Log), delay, period);

    // A configuration carries text and no object, so the provider waits under a name until the actor system is made.
    private static string Register(TimeProvider time)
    {
        foreach (var gone in Registered.Where(entry => !entry.Value.TryGetTarget(out _)).ToArray())
        {
            Registered.TryRemove(gone);
        }

        var name = Interlocked.Increment(ref _registrations).ToString(CultureInfo.InvariantCulture);
        Registered[name] = new WeakReference<TimeProvider>(time);
        return name;
    }

    private static TimeProvider Find(string name)
    {
        if (name.Length == 0)
        {
            return TimeProvider.System;
        }

        return Registered.TryGetValue(name, out var registered) && registered.TryGetTarget(out var time)
            ? time
            : throw new ConfigurationException($"{TimeKey} is \"{name}\", which names no time provider of this process; leave it out for the system's clock");
    }

    private sealed class Telling(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        public void Execute() => Run();

        public override string ToString() => $"{receiver} ! {message}";
    }
}
