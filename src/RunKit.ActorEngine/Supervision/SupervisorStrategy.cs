using Akka.Event;

namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    /// <summary>Go on with the next message and the same state.</summary>
    Resume,

    /// <summary>Go on with the next message and a new incarnation.</summary>
    Restart,

    /// <summary>Fail the supervisor with the same exception.</summary>
    Escalate,

    /// <summary>Stop the child.</summary>
    Stop,
}

/// <summary>Decides about failures.</summary>
public interface IDecider
{
    /// <summary>The directive for that failure.</summary>
    Directive Decide(Exception cause);
}

/// <summary>How an actor answers its children's failures.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Restart, except after <see cref="ActorInitializationException"/>, <see cref="ActorKilledException"/> and
    /// <see cref="DeathPactException"/>, which stop.</summary>
    public static readonly IDecider DefaultDecider = new FunctionDecider(static cause =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart);

    /// <summary>One for one, without limit, with <see cref="DefaultDecider"/>.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider.Decide);

    /// <summary>Stops every child that fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(static _ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    /// <summary>False when the failure is to be escalated.</summary>
    internal abstract bool HandleFailure(ActorCell supervisor, LocalActorRef child, Exception cause);

    private sealed class FunctionDecider(Func<Exception, Directive> decide) : IDecider
    {
        public Directive Decide(Exception cause) => decide(cause);
    }
}

/// <summary>Applies the directive to the failed child only.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    private readonly int _maxRetries;
    private readonly TimeSpan? _window;
    private readonly Func<Exception, Directive> _decider;
    private readonly bool _loggingEnabled;

    /// <summary>At most so many restarts within a time range; null or -1 retries is no limit without a range, and one restart per range with
    /// one. 0 never restarts.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, withinTimeRange, localOnlyDecider, loggingEnabled: true)
    {
    }

    /// <summary>As above, the range in milliseconds, -1 for none.</summary>
    public OneForOneStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(
            maxNrOfRetries,
            withinTimeMilliseconds < 0 ? null : TimeSpan.FromMilliseconds(withinTimeMilliseconds),
            localOnlyDecider,
            loggingEnabled)
    {
    }

    /// <summary>Without limit.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, null, localOnlyDecider, loggingEnabled)
    {
    }

    private OneForOneStrategy(int maxRetries, TimeSpan? window, Func<Exception, Directive> decider, bool loggingEnabled)
    {
        ArgumentNullException.ThrowIfNull(decider);
        _maxRetries = maxRetries;
        _window = window == Timeout.InfiniteTimeSpan ? null : window;
        _decider = decider;
        _loggingEnabled = loggingEnabled;
    }

    internal override bool HandleFailure(ActorCell supervisor, LocalActorRef child, Exception cause)
    {
        var directive = _decider(cause);
        if (directive == Directive.Escalate)
            return false;

        if (directive == Directive.Restart && !MayRestart(supervisor, child))
            directive = Directive.Stop;
        if (_loggingEnabled)
            Report(supervisor, child, cause, directive);

        switch (directive)
        {
            case Directive.Resume:
                child.SendSystem(new Resume(cause));
                break;
            case Directive.Restart:
                child.SendSystem(new Restart(cause));
                break;
            default:
                supervisor.Stop(child);
                break;
        }

        return true;
    }

    private bool MayRestart(ActorCell supervisor, LocalActorRef child) =>
        (_maxRetries < 0 && _window is null) || supervisor.RestartWindowOf(child).TryRestart(_maxRetries, _window);

    private void Report(ActorCell supervisor, LocalActorRef child, Exception cause, Directive directive)
    {
        var stream = supervisor.SystemImpl.EventStream;
        if (!stream.HasSubscribers(directive == Directive.Resume ? typeof(Warning) : typeof(Error)))
            return;

        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var source = child.Path.ToString();
        LogEvent report = directive == Directive.Resume
            ? new Warning(cause, source, GetType(), message)
            : new Error(cause, source, GetType(), message);
        stream.Publish(report);
    }
}

/// <summary>How often one child was restarted lately.</summary>
internal sealed class RestartWindow
{
    private int _restarts;
    private long _since;

    /// <summary>Counts a restart if it is still allowed.</summary>
    public bool TryRestart(int maxRetries, TimeSpan? window)
    {
        if (maxRetries == 0)
            return false;

        if (window is null)
            return ++_restarts <= maxRetries;

        var now = TimeProvider.System.GetTimestamp();
        if (_restarts == 0 || TimeProvider.System.GetElapsedTime(_since, now) > window)
        {
            _since = now;
            _restarts = 1;
            return true;
        }

        return ++_restarts <= Math.Max(1, maxRetries);
    }
}
