namespace Akka.Actor;

/// <summary>Stopping an actor and waiting for its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/>; true once the actor has stopped, false when it has not in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends <paramref name="stopMessage"/>; true once the actor has stopped, false when it has not in time.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var end = EndRef.Of(target);
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await end.Reached.WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            end.Forget();
            return false;
        }
    }

    /// <summary>True once the actor has stopped, false when the token is cancelled first.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var end = EndRef.Of(target);
        try
        {
            await end.Reached.WaitAsync(token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            end.Forget();
            return false;
        }
    }
}

/// <summary>A watcher that is no actor.</summary>
internal sealed class EndRef(ActorRefBase target) : ActorRefBase
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path { get; } = new ChildActorPath(target.Path, "$end", ActorUid.Next());

    public Task Reached => _reached.Task;

    internal override ActorSystemImpl? OwningSystem => target.OwningSystem;

    public static EndRef Of(IActorRef target)
    {
        var end = new EndRef(target as ActorRefBase ?? throw new ArgumentException($"{target} is no ref of this engine.", nameof(target)));
        end.Target.SendSystem(new Watch(end));
        return end;
    }

    public void Forget() => target.SendSystem(new Unwatch(this));

    public override void Tell(object message, IActorRef? sender) => OwningSystem?.PublishDeadLetter(message, sender, this);

    internal override void SendSystem(SystemMessage message)
    {
        if (message is DeathWatchNotification)
            _reached.TrySetResult();
        else
            base.SendSystem(message);
    }

    private ActorRefBase Target => target;
}
