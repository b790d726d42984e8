namespace Akka.Actor;

/// <summary>A message and who sent it.</summary>
public readonly struct Envelope(object message, IActorRef? sender)
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Who sent it, or null.</summary>
    public IActorRef Sender { get; } = sender!;

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "NoSender"}";
}

/// <summary>An actor that can put messages aside. The property is set after construction and before <c>PreStart</c>.</summary>
public interface IActorStash
{
    /// <summary>Where messages are put aside.</summary>
    IStash Stash { get; set; }
}

/// <summary>A stash without limit.</summary>
public interface IWithUnboundedStash : IActorStash;

/// <summary>Messages put aside until the actor is ready for them. Re-queued on restart; dead letters on stop.</summary>
public interface IStash
{
    /// <summary>How many are put aside.</summary>
    int Count { get; }

    /// <summary>Whether none are.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether some are.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether it takes no more: never, for it has no limit.</summary>
    bool IsFull { get; }

    /// <summary>How many fit; -1 without limit.</summary>
    int Capacity { get; }

    /// <summary>Puts the present message aside; twice is an <see cref="IllegalActorStateException"/>.</summary>
    void Stash();

    /// <summary>Puts the oldest one at the front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all at the front of the mailbox, in the order in which they came.</summary>
    void UnstashAll();

    /// <summary>Puts those that match at the front of the mailbox and forgets the rest.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all out and returns them.</summary>
    IEnumerable<Envelope> ClearStash();
}
