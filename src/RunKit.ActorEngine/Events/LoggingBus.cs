using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Delivers events by their type; a subscription covers subclasses and implementers.</summary>
public class LoggingBus
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IActorRef, HashSet<Type>> _channels = [];

    // Who gets an event of exactly that type. Thrown away whenever a subscription changes.
    private volatile ConcurrentDictionary<Type, IActorRef[]> _routes = new();

    private protected LoggingBus()
    {
    }

    /// <summary>The level below which log events are not even made.</summary>
    internal LogLevel LogLevel { get; set; } = LogLevel.InfoLevel;

    /// <summary>Delivers events of that type to the subscriber from now on; false when it was subscribed already.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        var local = subscriber as LocalActorRef;
        if (local is not null)
            local.MayBeSubscribed = true;
        lock (_gate)
        {
            if (!_channels.TryGetValue(subscriber, out var channels))
                _channels[subscriber] = channels = [];
            if (!channels.Add(channel))
                return false;

            _routes = new ConcurrentDictionary<Type, IActorRef[]>();
        }

        if (local is { IsTerminated: true })
            Unsubscribe(subscriber);
        return true;
    }

    /// <summary>Ends one subscription; false when there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(subscriber, out var channels) || !channels.Remove(channel))
                return false;

            if (channels.Count == 0)
                _channels.Remove(subscriber);
            _routes = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    /// <summary>Ends all subscriptions; false when there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber)
    {
        lock (_gate)
        {
            if (!_channels.Remove(subscriber))
                return false;

            _routes = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    /// <summary>Delivers an event, with the actor that publishes it as sender.</summary>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var routes = _routes;
        if (!routes.TryGetValue(@event.GetType(), out var subscribers))
            subscribers = FindSubscribers(@event.GetType());
        var sender = ActorCell.Current?.SelfRef;
        foreach (var subscriber in subscribers)
        {
            subscriber.Tell(@event, sender);
        }
    }

    internal bool HasSubscribers(Type type) => (_routes.TryGetValue(type, out var found) ? found : FindSubscribers(type)).Length > 0;

    /// <summary>A stopped actor gets no more events.</summary>
    internal void ForgetSubscriber(LocalActorRef stopped)
    {
        if (stopped.MayBeSubscribed)
            Unsubscribe(stopped);
    }

    private IActorRef[] FindSubscribers(Type type)
    {
        lock (_gate)
        {
            IActorRef[] found = [.. _channels.Where(c => c.Value.Any(channel => channel.IsAssignableFrom(type))).Select(c => c.Key)];
            _routes[type] = found;
            return found;
        }
    }
}

/// <summary>The system's event stream.</summary>
public sealed class EventStream : LoggingBus
{
    internal EventStream()
    {
    }
}

/// <summary>Subscribing by type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes to <typeparamref name="TChannel"/>.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Unsubscribes from <typeparamref name="TChannel"/>.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
