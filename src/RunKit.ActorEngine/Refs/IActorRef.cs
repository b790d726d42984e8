using Akka.Event;

namespace Akka.Actor;

/// <summary>Anything a message can be sent to.</summary>
public interface ICanTell
{
    /// <summary>Sends <paramref name="message"/> and returns at once. A null message is an <see cref="ArgumentNullException"/>.</summary>
    void Tell(object message, IActorRef? sender);
}

/// <summary>The handle of an actor. Two handles are equal when path and uid are.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>The actor's path, with its uid.</summary>
    ActorPath Path { get; }
}

/// <summary>Stops the actor when its turn comes in the mailbox.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    /// <summary>The only instance.</summary>
    public static PoisonPill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    /// <summary>The only instance.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<Kill>";
}

/// <summary>Asks any actor, or whatever a selection finds, to say who it is.</summary>
public sealed class Identify(object messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>Comes back in the answer.</summary>
    internal object MessageId { get; } = messageId;
}

/// <summary>The answer to <see cref="Identify"/>; <see cref="Subject"/> is null when there is no such actor.</summary>
public sealed class ActorIdentity(object messageId, IActorRef? subject)
{
    /// <summary>The id that the question carried.</summary>
    public object MessageId { get; } = messageId;

    /// <summary>The actor, or null.</summary>
    public IActorRef Subject { get; } = subject!;
}

/// <summary>Marks messages that the engine handles itself before the behaviour sees them.</summary>
internal interface IAutoReceivedMessage;

/// <summary>Marks messages that are meant to stay within the process.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Marks messages that do not reset the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Sent when no message came for the time set with <c>SetReceiveTimeout</c>.</summary>
public sealed class ReceiveTimeout
{
    private ReceiveTimeout()
    {
    }

    /// <summary>The only instance.</summary>
    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Says that a watched actor has stopped.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated) : IAutoReceivedMessage, IDeadLetterSuppression
{
    /// <summary>The actor that stopped.</summary>
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>False when the actor was gone before the watch reached it.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    /// <summary>True when the whole remote system went away; never here.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <inheritdoc/>
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Outcomes as messages.</summary>
public abstract class Status
{
    /// <summary>Something went well.</summary>
    public sealed class Success(object? status) : Status
    {
        /// <summary>What came of it.</summary>
        public readonly object? Status = status;
    }

    /// <summary>Something failed.</summary>
    public sealed class Failure(Exception cause, object? state) : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause = cause;

        /// <summary>What the sender added, or null.</summary>
        public readonly object? State = state;

        /// <summary>A failure without state.</summary>
        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}
