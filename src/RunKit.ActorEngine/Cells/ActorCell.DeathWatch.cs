namespace Akka.Actor;

internal sealed partial class ActorCell
{
    // Whom this actor watches, with the message it wants in place of Terminated (null: Terminated itself).
    private Dictionary<IActorRef, object?>? _watching;

    // Whose end is announced in the mailbox but not yet delivered.
    private Dictionary<IActorRef, object?>? _announced;

    // Without the parent, which hears of the end in any case.
    private List<ActorRefBase>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    private IActorRef Watch(IActorRef subject, object? message)
    {
        if (subject is not ActorRefBase actor)
            throw new ArgumentException($"{subject} is no ref of this engine and cannot be watched.", nameof(subject));
        if (actor == SelfRef || _phase >= Phase.Terminated)
            return subject;

        _watching ??= [];
        if (_watching.TryGetValue(subject, out var present))
        {
            if (!Equals(present, message))
            {
                throw new InvalidOperationException(
                    $"{subject} is watched already with another termination message; Unwatch it first.");
            }
        }
        else
        {
            _watching.Add(subject, message);
            actor.SendSystem(new Watch(SelfRef));
        }

        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (subject is ActorRefBase actor && _watching?.Remove(subject) == true)
            actor.SendSystem(new Unwatch(SelfRef));
        _announced?.Remove(subject);
        return subject;
    }

    private void AddWatcher(ActorRefBase watcher)
    {
        if (watcher != SelfRef.ParentRef)
            (_watchedBy ??= new List<ActorRefBase>(1)).Add(watcher);
    }

    private void OnDeath(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        var child = actor as LocalActorRef;
        if (child is not null && _children?.Remove(child) != true)
            child = null;

        if (_watching is not null && _watching.Remove(actor, out var instead) && _phase < Phase.Terminating)
        {
            (_announced ??= [])[actor] = instead;
            SelfRef.Tell(new Terminated(actor, notification.ExistenceConfirmed, addressTerminated: false), actor);
        }

        if (child is not null)
            OnChildGone();
    }

    private bool TryTakeTerminated(IActorRef subject, out object? instead)
    {
        instead = null;
        return _announced is not null && _announced.Remove(subject, out instead);
    }

    private void TellWatchers()
    {
        SelfRef.ParentRef.SendSystem(new DeathWatchNotification(SelfRef, existenceConfirmed: true));
        if (_watchedBy is not null)
        {
            foreach (var watcher in _watchedBy)
            {
                watcher.SendSystem(new DeathWatchNotification(SelfRef, existenceConfirmed: true));
            }
        }

        if (_watching is not null)
        {
            foreach (var subject in _watching.Keys)
            {
                ((ActorRefBase)subject).SendSystem(new Unwatch(SelfRef));
            }
        }
    }
}
