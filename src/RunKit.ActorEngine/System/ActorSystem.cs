using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its event stream, scheduler and settings.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private protected ActorSystem()
    {
    }

    /// <summary>The system's name.</summary>
    public abstract string Name { get; }

    /// <summary>The settings it was made with.</summary>
    public abstract Settings Settings { get; }

    /// <summary>Where events and log events travel.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Sends messages later.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>Where messages without recipient end.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>The system's own logger.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Completes when every actor has stopped.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>A system with the default settings.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>A system with these settings over the defaults.</summary>
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));

    /// <summary>A system from a bootstrap setup.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>A system from any number of setups.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (string.IsNullOrEmpty(name) || name[0] is '-' or '_' || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"'{name}' is no actor system name: use ASCII letters, digits, - and _, and not - or _ at the front.", nameof(name));
        }

        var system = new ActorSystemImpl(name, setup);
        system.Start();
        return system;
    }

    /// <summary>Runs the coordinated shutdown, which stops all actors.</summary>
    public abstract Task Terminate();

    /// <summary>Stops an actor after the message it is handling.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Runs code once the system has terminated.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Makes the extension unless it is there already.</summary>
    internal abstract object RegisterExtension(IExtensionId extension);

    /// <summary>The extension of type <typeparamref name="T"/>, or null.</summary>
    internal abstract T? GetExtension<T>()
        where T : class, IExtension;

    /// <summary>Terminates, without waiting.</summary>
    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The part of a system that extensions see.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    private protected ExtendedActorSystem()
    {
    }

    /// <summary>The supervisor of all actors that <c>ActorOf</c> makes.</summary>
    internal abstract IActorRef Guardian { get; }

    /// <summary>The supervisor of the system's own actors.</summary>
    internal abstract IActorRef SystemGuardian { get; }

    /// <summary>Makes an actor under <c>/system</c>.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);
}
