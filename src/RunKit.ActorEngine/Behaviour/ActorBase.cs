using Akka.Event;

namespace Akka.Actor;

/// <summary>The base of all actors: identity, behaviour and the hooks of the lifecycle.</summary>
public abstract class ActorBase
{
    private readonly ActorCell _cell;

    /// <summary>Only <c>ActorOf</c> makes actors; <c>new</c> elsewhere is an <see cref="ActorInitializationException"/>.</summary>
    protected ActorBase()
    {
        _cell = ActorCell.Adopt(this);
        if (this is IWithTimers timed)
            timed.Timers = _cell.Timers;
    }

    /// <summary>Who sent the present message; dead letters when nobody did. NotSupportedException outside the actor's own context.</summary>
    protected IActorRef Sender => ActorCell.Current == _cell ? _cell.Sender : throw OutsideContext();

    /// <summary>The actor's ref; valid anywhere.</summary>
    protected IActorRef Self => _cell.Self;

    /// <summary>The context of the actor that is running. NotSupportedException when none is: on another thread, or after
    /// <c>ConfigureAwait(false)</c>.</summary>
    protected static IActorContext Context => ActorCell.Current ?? throw OutsideContext();

    private protected ActorCell Cell => _cell;

    /// <summary>The initial behaviour: true when it handled the message.</summary>
    protected abstract bool Receive(object message);

    /// <summary>What no behaviour handled: published as <see cref="UnhandledMessage"/>; a <see cref="Terminated"/> throws
    /// <see cref="DeathPactException"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);

        _cell.SystemImpl.PublishUnhandled(message, _cell.Sender, Self);
    }

    /// <summary>Replaces the top behaviour; never the initial one.</summary>
    protected void Become(Receive receive) => _cell.Become(receive);

    /// <summary>Puts a behaviour on top.</summary>
    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    /// <summary>Takes the top behaviour away; a no-op at the bottom.</summary>
    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    /// <summary>Sends <see cref="ReceiveTimeout"/> whenever no message came for that long; null turns it off.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);

    /// <summary>How failures of the children are decided, unless the Props say.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the last message and after all children have stopped.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed incarnation before a restart. The default stops all children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in _cell.ListChildren())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the new incarnation. The default calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    internal virtual void EndConstruction()
    {
    }

    internal virtual bool InvokeReceive(object message) => Receive(message);

    internal void InvokeUnhandled(object message) => Unhandled(message);

    internal void InvokePreStart() => PreStart();

    internal void InvokePostStop() => PostStop();

    internal void InvokePreRestart(Exception reason, object message) => PreRestart(reason, message);

    internal void InvokePostRestart(Exception reason) => PostRestart(reason);

    internal SupervisorStrategy InvokeSupervisorStrategy() => SupervisorStrategy();

    private static NotSupportedException OutsideContext() => new(
        "There is no active actor context here. It is lost on other threads and after an await with ConfigureAwait(false): "
        + "leave ConfigureAwait away, or take Self, Sender and what else is needed into local variables first.");
}
