namespace Akka.Actor;

/// <summary>What the engine tells a cell; handled before any user message, even while the actor is suspended. An instance is sent once.</summary>
internal abstract class SystemMessage
{
    public SystemMessage? Next;
}

internal sealed class Create : SystemMessage;

internal sealed class Terminate : SystemMessage;

internal sealed class Suspend : SystemMessage;

/// <param name="failure">The failure that the supervisor forgives; null when a parent merely goes on.</param>
internal sealed class Resume(Exception? failure) : SystemMessage
{
    public Exception? Failure { get; } = failure;
}

internal sealed class Restart(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

internal sealed class Failed(LocalActorRef child, Exception cause) : SystemMessage
{
    public LocalActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;
}

internal sealed class Watch(ActorRefBase watcher) : SystemMessage
{
    public ActorRefBase Watcher { get; } = watcher;
}

internal sealed class Unwatch(ActorRefBase watcher) : SystemMessage
{
    public ActorRefBase Watcher { get; } = watcher;
}

internal sealed class DeathWatchNotification(ActorRefBase actor, bool existenceConfirmed) : SystemMessage
{
    public ActorRefBase Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;
}

/// <summary>The rest of an asynchronous handler.</summary>
internal sealed class Continuation(ActorSynchronizationContext context, SendOrPostCallback callback, object? state) : SystemMessage
{
    public ActorSynchronizationContext Context { get; } = context;

    public void Run() => callback(state);
}
