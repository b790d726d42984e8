using System.Runtime.CompilerServices;

namespace Akka.Actor;

/// <summary>
/// A ring of messages for many producers and one consumer. Positions count on from ring to ring: when one is full it is frozen, and a
/// larger one continues where it ended. So a quiet mailbox is small, a busy one allocates nothing, and a flooded one grows in pieces.
/// </summary>
internal sealed class MailRing
{
    private const int FirstLength = 4;
    private const int GreatestLength = 1024;

    private readonly Slot[] _slots;
    private MailRing? _next;

    // The position of the next message to come; its complement once the ring is frozen.
    private long _tail;

    // How far the consumer was when a producer last looked; never ahead of where it is.
    private long _seenHead;

    public MailRing()
        : this(FirstLength, 0)
    {
    }

    private MailRing(int length, long first)
    {
        _slots = new Slot[length];
        _tail = first;
        _seenHead = first;
    }

    /// <summary>Appends a message; false when the ring is frozen and <see cref="Next"/> is to be used.</summary>
    public bool TryEnqueue(object message, IActorRef? sender, ref long consumerHead)
    {
        var slots = _slots;
        while (true)
        {
            var tail = Volatile.Read(ref _tail);
            if (tail < 0)
                return false;

            if (tail - Volatile.Read(ref _seenHead) >= slots.Length && !SeeRoom(tail, Volatile.Read(ref consumerHead)))
            {
                Interlocked.CompareExchange(ref _tail, ~tail, tail);
                continue;
            }

            if (Interlocked.CompareExchange(ref _tail, tail + 1, tail) != tail)
                continue;

            ref var slot = ref slots[(int)tail & (slots.Length - 1)];
            slot.Sender = sender;
            Volatile.Write(ref slot.Message, message);
            return true;
        }
    }

    /// <summary>The ring that continues a frozen one.</summary>
    public MailRing Next()
    {
        if (Volatile.Read(ref _next) is { } next)
            return next;

        next = new MailRing(Math.Min(_slots.Length * 2, GreatestLength), ~Volatile.Read(ref _tail));
        return Interlocked.CompareExchange(ref _next, next, null) ?? next;
    }

    /// <summary>For the consumer at <paramref name="head"/>: whether a message is there or about to be.</summary>
    public bool HasMessageAt(long head)
    {
        var tail = Volatile.Read(ref _tail);
        return tail >= 0 || ~tail != head ? tail != head : Volatile.Read(ref _next)?.HasMessageAt(head) == true;
    }

    /// <summary>For the consumer: takes the message at <paramref name="head"/>; null when there is none, or when it is in the next ring.</summary>
    public object? TryDequeue(long head, out IActorRef? sender)
    {
        ref var slot = ref _slots[(int)head & (_slots.Length - 1)];
        var message = Volatile.Read(ref slot.Message);
        if (message is null)
        {
            var tail = Volatile.Read(ref _tail);
            if (tail == head || ~tail == head)
            {
                sender = null;
                return null;
            }

            message = AwaitMessage(ref slot);
        }

        sender = slot.Sender;
        slot.Message = null;
        slot.Sender = null;
        return message;
    }

    /// <summary>For the consumer at <paramref name="head"/>: whether it has had all of this ring and is to go on in the next.</summary>
    public bool IsOverAt(long head) => ~Volatile.Read(ref _tail) == head;

    private bool SeeRoom(long tail, long head)
    {
        // Messages of earlier rings are not in this one's slots.
        if (head <= Volatile.Read(ref _seenHead))
            return false;

        Volatile.Write(ref _seenHead, head);
        return tail - head < _slots.Length;
    }

    /// <summary>A producer has taken the position and is about to fill it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object AwaitMessage(ref Slot slot)
    {
        var spinner = default(SpinWait);
        object? message;
        while ((message = Volatile.Read(ref slot.Message)) is null)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return message;
    }

    private struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }
}
