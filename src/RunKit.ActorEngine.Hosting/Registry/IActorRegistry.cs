using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Finds actors by the type under which they were registered.</summary>
public interface IReadOnlyActorRegistry
{
    /// <summary>The actor registered under a key; <see cref="ActorRefs.Nobody"/> and false if there is none.</summary>
    bool TryGet<TKey>(out IActorRef actor);

    /// <summary>The actor registered under a key; <see cref="MissingActorRegistryEntryException"/> if there is none.</summary>
    IActorRef Get<TKey>();

    /// <summary>The actor registered under a key, as soon as there is one.</summary>
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);
}

/// <summary>Keeps actors by type, so that others can find them.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Registers an actor; <see cref="DuplicateActorRegistryException"/> if the key is taken and may not be overwritten.</summary>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor; false if the key is taken and may not be overwritten.</summary>
    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);
}

/// <summary>An actor that a constructor asks for by the key under which it is registered.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>The actor; <see cref="MissingActorRegistryEntryException"/> if it is not registered (yet).</summary>
    IActorRef ActorRef { get; }

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>No actor is registered under a key.</summary>
public sealed class MissingActorRegistryEntryException(string message) : Exception(message);

/// <summary>Another actor is registered under a key already.</summary>
public sealed class DuplicateActorRegistryException(string message) : Exception(message);
