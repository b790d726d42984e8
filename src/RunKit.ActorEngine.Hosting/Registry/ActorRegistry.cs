using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The actors of one system by the type under which they were registered. Safe to use from any thread.</summary>
public sealed class ActorRegistry : IActorRegistry, IExtension
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, IActorRef> _actors = [];
    private readonly Dictionary<Type, TaskCompletionSource<IActorRef>> _awaited = [];

    /// <summary>The registry of a system.</summary>
    public static ActorRegistry For(ActorSystem actorSystem) => actorSystem.WithExtension<ActorRegistry, ActorRegistryExtension>();

    /// <inheritdoc/>
    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        if (!TryRegister<TKey>(actor, overwrite))
            throw new DuplicateActorRegistryException($"{typeof(TKey)} is taken by another actor; pass overwrite to take its place.");
    }

    /// <inheritdoc/>
    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        TaskCompletionSource<IActorRef>? awaited;
        lock (_lock)
        {
            if (!overwrite && _actors.ContainsKey(typeof(TKey)))
                return false;

            _actors[typeof(TKey)] = actor;
            _awaited.Remove(typeof(TKey), out awaited);
        }

        awaited?.SetResult(actor);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGet<TKey>(out IActorRef actor)
    {
        lock (_lock)
        {
            var isFound = _actors.TryGetValue(typeof(TKey), out var found);
            actor = found ?? ActorRefs.Nobody;
            return isFound;
        }
    }

    /// <inheritdoc/>
    public IActorRef Get<TKey>() => TryGet<TKey>(out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor is registered under {typeof(TKey)}.");

    /// <inheritdoc/>
    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default)
    {
        lock (_lock)
        {
            if (_actors.TryGetValue(typeof(TKey), out var actor))
                return Task.FromResult(actor);

            if (!_awaited.TryGetValue(typeof(TKey), out var awaited))
                _awaited[typeof(TKey)] = awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);

            return awaited.Task.WaitAsync(ct);
        }
    }
}

/// <summary>Gives every actor system its registry.</summary>
internal sealed class ActorRegistryExtension : ExtensionIdProvider<ActorRegistry>
{
    /// <inheritdoc/>
    public override ActorRegistry CreateExtension(ExtendedActorSystem system) => new();
}

internal sealed class RequiredActor<TActor>(IReadOnlyActorRegistry registry) : IRequiredActor<TActor>
{
    public IActorRef ActorRef => registry.Get<TActor>();

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => registry.GetAsync<TActor>(cancellationToken);
}
