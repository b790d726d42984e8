namespace Akka.Actor;

/// <summary>
/// An actor's life behind its ref: the present incarnation, its behaviours, children, watches and faults. Only the thread that runs the
/// mailbox touches it, apart from <see cref="FindChild"/>, <see cref="ListChildren"/> and a guardian's <see cref="ActorOf"/>.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    /// <summary>The cell that runs on this thread.</summary>
    [ThreadStatic]
    internal static ActorCell? Current;

    internal MailReader Mail;

    private ActorBase? _actor;
    private bool _constructing;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MailRing ring)
    {
        Mail = new MailReader(ring);
        SystemImpl = system;
        SelfRef = self;
        Props = props;
    }

    public Props Props { get; }

    public IActorRef Self => SelfRef;

    public IActorRef Sender => CurrentSender ?? SystemImpl.DeadLetters;

    public ActorSystem System => SystemImpl;

    public IActorRef Parent => SelfRef.ParentRef;

    internal ActorSystemImpl SystemImpl { get; }

    internal LocalActorRef SelfRef { get; }

    internal object? CurrentMessage { get; private set; }

    internal IActorRef? CurrentSender { get; private set; }

    internal Type? ActorType => _actor?.GetType();

    public ActorSelection ActorSelection(ActorPath actorPath) => SystemImpl.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Akka.Actor.ActorSelection.From(SystemImpl, SelfRef, actorPath);

    /// <summary>Called by the actor's own constructor; refuses an actor that somebody made with <c>new</c>.</summary>
    internal static ActorCell Adopt(ActorBase actor)
    {
        if (Current is not { _constructing: true } cell)
        {
            throw new ActorInitializationException(
                $"{actor.GetType().Name} was made with 'new'. Actors are made by ActorOf, from Props: Context.ActorOf(Props.Create(() => new {actor.GetType().Name}(...))).");
        }

        cell._constructing = false;
        return cell;
    }

    private ActorBase Construct()
    {
        _constructing = true;
        try
        {
            var actor = Props.NewActor();
            actor.EndConstruction();
            if (actor is IActorStash stashing)
                stashing.Stash = MakeStash();
            return actor;
        }
        finally
        {
            _constructing = false;
        }
    }

    internal void InvokeSystem(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case Create:
                    Start();
                    break;
                case Continuation continuation:
                    Continue(continuation);
                    break;
                case DeathWatchNotification notification:
                    OnDeath(notification);
                    break;
                case Failed failed:
                    OnChildFailed(failed);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watcher);
                    break;
                case Unwatch unwatch:
                    _watchedBy?.Remove(unwatch.Watcher);
                    break;
                case Suspend:
                    SuspendWithChildren();
                    break;
                case Resume resume:
                    OnResume(resume.Failure);
                    break;
                case Restart restart:
                    OnRestart(restart.Cause);
                    break;
                case Terminate:
                    OnTerminate();
                    break;
                default:
                    throw new NotSupportedException($"Unknown system message {message.GetType().Name}.");
            }
        }
        catch (Exception failure)
        {
            Fail(failure, perpetrator: (message as Failed)?.Child);
        }
    }

    /// <summary>Handles the next message; false when there is none. What was unstashed comes before the mailbox.</summary>
    internal bool HandleNext()
    {
        if (_unstashed is { Count: > 0 })
        {
            var envelope = _unstashed.Pop();
            Invoke(envelope.Message, envelope.Sender);
            return true;
        }

        if (Mail.TryDequeue(out var sender) is not { } message)
            return false;

        Invoke(message, sender);
        return true;
    }

    private void Invoke(object message, IActorRef? sender)
    {
        CurrentMessage = message;
        CurrentSender = sender;
        try
        {
            if (message is IAutoReceivedMessage)
                AutoReceive(message);
            else
                Dispatch(message);
        }
        catch (Exception failure)
        {
            Fail(failure, perpetrator: null);
        }

        if (_awaited is null)
            EndMessage();
    }

    private void EndMessage()
    {
        if (_receiveTimeout is not null && CurrentMessage is not INotInfluenceReceiveTimeout)
            ArmReceiveTimeout();
        if (_stash is not null)
            _stash.CurrentIsStashed = false;
        if (_failed)
            return;

        CurrentMessage = null;
        CurrentSender = null;
    }

    private void Dispatch(object message)
    {
        if (_receiveTimeoutTimer is not null && message is not INotInfluenceReceiveTimeout)
            DisarmReceiveTimeout();
        var handled = _behaviours is { Count: > 0 } stack ? stack[^1](message) : _actor!.InvokeReceive(message);
        if (!handled)
            _actor!.InvokeUnhandled(message);
    }

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case TimerTick tick:
                if (_timers is not null && _timers.Accept(tick))
                    Redirect(tick.Message, CurrentSender);
                break;
            case Terminated terminated:
                if (TryTakeTerminated(terminated.ActorRef, out var instead))
                    Redispatch(instead ?? terminated);
                break;
            case PoisonPill:
                SelfRef.SendSystem(new Terminate());
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                CurrentSender?.Tell(new ActorIdentity(identify.MessageId, SelfRef), SelfRef);
                break;
            default:
                Dispatch(message);
                break;
        }
    }

    private void Redirect(object message, IActorRef? sender)
    {
        CurrentMessage = message;
        CurrentSender = sender;
        if (message is IAutoReceivedMessage)
            AutoReceive(message);
        else
            Dispatch(message);
    }

    private void Redispatch(object message)
    {
        CurrentMessage = message;
        Dispatch(message);
    }
}
