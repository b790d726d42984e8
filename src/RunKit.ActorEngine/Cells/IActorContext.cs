namespace Akka.Actor;

/// <summary>A behaviour: true when it handled the message.</summary>
public delegate bool Receive(object message);

/// <summary>Who can make actors and look them up.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes a child and returns at once; it is constructed and started asynchronously. Without a name it gets <c>$a</c>, <c>$b</c>, …
    /// A malformed or taken name is an <see cref="InvalidActorNameException"/>.</summary>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Names actors by path.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Names actors by an absolute or relative path.</summary>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Who can watch actors stop.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> when <paramref name="subject"/> has stopped.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for <paramref name="message"/> in place of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes the watch back; a notice already queued is discarded.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor sees of its surroundings. Valid only while the actor runs.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor itself.</summary>
    IActorRef Self { get; }

    /// <summary>What the actor is made from.</summary>
    Props Props { get; }

    /// <summary>Who sent the present message; dead letters when nobody did.</summary>
    IActorRef Sender { get; }

    /// <summary>The system the actor lives in.</summary>
    ActorSystem System { get; }

    /// <summary>The actor's supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The time set with <see cref="SetReceiveTimeout"/>, or null.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Replaces the top behaviour; never the actor's initial one.</summary>
    void Become(Receive receive);

    /// <summary>Puts a behaviour on top.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Takes the top behaviour away; a no-op at the bottom.</summary>
    void UnbecomeStacked();

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>All children that have not terminated.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Sends <see cref="Actor.ReceiveTimeout"/> whenever no message came for that long; null turns it off.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops a child, or the actor itself, after the message it is handling.</summary>
    void Stop(IActorRef child);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext;
