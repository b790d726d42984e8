namespace Akka.Actor;

/// <summary>An actor with one method for all messages; every message counts as handled.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The context of the actor that is running.</summary>
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles a message.</summary>
    protected abstract void OnReceive(object message);
}
