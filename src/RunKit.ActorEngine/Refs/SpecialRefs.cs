using Akka.Event;

namespace Akka.Actor;

/// <summary>A path where nobody lives: what is sent there becomes a dead letter.</summary>
internal sealed class EmptyActorRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    internal override ActorSystemImpl OwningSystem => system;

    internal override bool IsTerminated => true;

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        system.PublishDeadLetter(message, sender, this);
    }
}

/// <summary><c>/deadLetters</c>: publishes what it is told as dead letters.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    internal override ActorSystemImpl OwningSystem => system;

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is AllDeadLetters letter)
        {
            system.EventStream.Publish(letter);
        }
        else if (message is Identify identify)
        {
            sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
        }
        else
        {
            system.PublishDeadLetter(message, sender, this);
        }
    }
}

/// <summary>The parent of the root guardian: hears that the whole tree is gone.</summary>
internal sealed class TreeTopRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    internal override ActorSystemImpl OwningSystem => system;

    public override void Tell(object message, IActorRef? sender) => system.PublishDeadLetter(message, sender, this);

    internal override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification:
                system.OnTreeTerminated();
                break;
            case Failed failed:
                failed.Child.SendSystem(new Terminate());
                break;
            default:
                AnswerForTheDead(message, this);
                break;
        }
    }
}
