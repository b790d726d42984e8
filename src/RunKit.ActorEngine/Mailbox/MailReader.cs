namespace Akka.Actor;

/// <summary>The consumer's end of a mailbox. It lives apart from the ring, so that reading does not slow the producers' processor caches.</summary>
internal struct MailReader(MailRing ring)
{
    /// <summary>The position of the next message; producers look at it when a ring seems full.</summary>
    public long Head;

    private MailRing _ring = ring;

    public readonly bool HasMessage => _ring.HasMessageAt(Head);

    /// <summary>The next message, or null.</summary>
    public object? TryDequeue(out IActorRef? sender)
    {
        var head = Head;
        while (true)
        {
            var message = _ring.TryDequeue(head, out sender);
            if (message is not null)
            {
                Volatile.Write(ref Head, head + 1);
                return message;
            }

            if (!_ring.IsOverAt(head))
                return null;
            _ring = _ring.Next();
        }
    }
}
