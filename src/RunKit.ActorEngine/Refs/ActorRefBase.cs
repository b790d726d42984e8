namespace Akka.Actor;

/// <summary>What every handle of this engine has in common.</summary>
public abstract class ActorRefBase : IActorRef
{
    private protected ActorRefBase()
    {
    }

    /// <inheritdoc/>
    public abstract ActorPath Path { get; }

    /// <inheritdoc/>
    public abstract void Tell(object message, IActorRef? sender);

    internal virtual ActorSystemImpl? OwningSystem => null;

    internal virtual ActorRefBase? ParentRef => null;

    internal virtual bool IsTerminated => false;

    internal virtual ActorRefBase? FindChild(string name) => null;

    internal virtual IReadOnlyList<ActorRefBase> ListChildren() => [];

    /// <summary>By default a ref has no life of its own: who watches it learns that it is gone, the rest is dropped.</summary>
    internal virtual void SendSystem(SystemMessage message) => AnswerForTheDead(message, this);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.Uid == 0 ? Path.GetHashCode() : Path.Uid.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Path.Uid.CompareTo(other.Path.Uid);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        IActorRef other => CompareTo(other),
        _ => throw new ArgumentException("An actor ref compares only with actor refs.", nameof(obj)),
    };

    /// <inheritdoc/>
    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";

    internal static void AnswerForTheDead(SystemMessage message, ActorRefBase self)
    {
        if (message is Watch watch)
        {
            watch.Watcher.SendSystem(new DeathWatchNotification(self, existenceConfirmed: false));
        }
    }
}

/// <summary>The ref that swallows everything silently.</summary>
public sealed class Nobody : ActorRefBase
{
    internal Nobody()
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems")) / "nobody";

    /// <inheritdoc/>
    public override void Tell(object message, IActorRef? sender) => ArgumentNullException.ThrowIfNull(message);
}

/// <summary>Well-known refs.</summary>
public static class ActorRefs
{
    /// <summary>Swallows every message.</summary>
    public static readonly Nobody Nobody = new();

    /// <summary>Says that there is no sender; the receiver sees dead letters.</summary>
    public static readonly IActorRef NoSender = null!;
}

/// <summary>Telling with the ambient actor as sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends with the actor that is running as sender, otherwise with none.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.SelfRef);

    /// <summary>Passes a message on with its original sender.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.CurrentSender);
}

/// <summary>Questions about refs.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for null and for <see cref="ActorRefs.Nobody"/>.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The ref itself, or what <paramref name="elseValue"/> gives when it is nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) => actorRef.IsNobody() ? elseValue() : actorRef!;
}
