using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Relay;

/// <summary>The way from this node's callers to the relay's actor, whichever start of the actor system that is in. Safe for use by many threads.</summary>
internal sealed class Relays
{
    /// <summary>How many pieces may be under way to a caller at once; it grants more as it takes them.</summary>
    public const int Window = 32;

    private long _calls;
    private IActorRef? _relay;

    /// <summary>This is the relay now; null while there is none.</summary>
    public void Become(IActorRef? relay) => Volatile.Write(ref _relay, relay);

    /// <summary>Asks another node, and gives its answers in order.</summary>
    /// <param name="limit">How long to wait for each of them; infinite for a stream.</param>
    /// <exception cref="NodeCallException">Nothing was done there.</exception>
    /// <exception cref="TimeoutException">Nobody can tell.</exception>
    public async IAsyncEnumerable<byte[]> AskAsync(
        string node, NodeCaller caller, NodeCall what, TimeSpan limit, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var relay = Volatile.Read(ref _relay) ?? throw new NodeCallException(NodeCallException.NotReached, $"node {node} is not reached: this node is in no cluster at the moment");
        var call = Interlocked.Increment(ref _calls);
        var pieces = Channel.CreateBounded<CallPiece>(new BoundedChannelOptions(Window * 2) { SingleReader = true });
        var milliseconds = limit == Timeout.InfiniteTimeSpan ? 0 : (long)limit.TotalMilliseconds;
        relay.Tell(new RelayProtocol.Begin(node, new CallRequest(call, caller.Name, caller.Scope, caller.Servers, milliseconds, what), pieces.Writer), ActorRefs.NoSender);
        try
        {
            var taken = 0;
            var item = new ArrayBufferWriter<byte>();
            while (await NextAsync(pieces.Reader, node, limit, time, cancellationToken).ConfigureAwait(false) is { } piece)
            {
                if (++taken == Window / 2)
                {
                    relay.Tell(new RelayProtocol.Grant(call, taken), ActorRefs.NoSender);
                    taken = 0;
                }

                item.Write(piece.Bytes.AsSpan());
                if (piece.Last)
                {
                    yield return item.WrittenSpan.ToArray();
                    item.Clear();
                }
            }
        }
        finally
        {
            relay.Tell(new RelayProtocol.Leave(call), ActorRefs.NoSender);
        }
    }

    private static async Task<CallPiece?> NextAsync(ChannelReader<CallPiece> pieces, string node, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (pieces.TryRead(out var ready))
        {
            return ready;
        }

        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await pieces.WaitToReadAsync(either.Token).ConfigureAwait(false) && pieces.TryRead(out var piece) ? piece : null;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"node {node} did not answer within {limit.TotalSeconds:0.#} s; nobody can tell whether it was done"), e);
        }
    }
}
