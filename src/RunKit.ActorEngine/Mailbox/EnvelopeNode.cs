namespace Akka.Actor;

/// <summary>One queued message. Nodes are recycled, so that telling allocates nothing once a system is warm.</summary>
internal sealed class EnvelopeNode
{
    public EnvelopeNode? Next;
    public object? Message;
    public IActorRef? Sender;
}

/// <summary>
/// Free nodes: each thread keeps a few, and threads that mostly send are fed by threads that mostly receive through a bounded exchange of
/// whole chains.
/// </summary>
internal static class EnvelopePool
{
    private const int ChainLength = 64;

    [ThreadStatic]
    private static EnvelopeNode? free;

    [ThreadStatic]
    private static int freeCount;

    // Chains of ChainLength nodes on offer; a null slot is vacant.
    private static readonly EnvelopeNode?[] Exchange = new EnvelopeNode?[64];

    public static EnvelopeNode Rent()
    {
        var node = free;
        if (node is null)
            return RentFromExchange();

        free = node.Next;
        freeCount--;
        node.Next = null;
        return node;
    }

    public static void Return(EnvelopeNode node)
    {
        if (freeCount >= ChainLength)
            OfferChain();

        node.Next = free;
        free = node;
        freeCount++;
    }

    private static EnvelopeNode RentFromExchange()
    {
        for (var i = 0; i < Exchange.Length; i++)
        {
            if (Volatile.Read(ref Exchange[i]) is null || Interlocked.Exchange(ref Exchange[i], null) is not { } chain)
                continue;

            free = chain.Next;
            freeCount = ChainLength - 1;
            chain.Next = null;
            return chain;
        }

        return new EnvelopeNode();
    }

    private static void OfferChain()
    {
        var chain = free;
        free = null;
        freeCount = 0;
        for (var i = 0; i < Exchange.Length; i++)
        {
            if (Volatile.Read(ref Exchange[i]) is null && Interlocked.CompareExchange(ref Exchange[i], chain, null) is null)
                return;
        }
    }
}
