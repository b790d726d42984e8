using System.Threading.Channels;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Relay;

/// <summary>What callers on this node tell the relay's actor. None of it travels.</summary>
internal static class RelayProtocol
{
    /// <summary>Asks a node; its answer goes into the channel.</summary>
    public sealed record Begin(string Node, CallRequest Request, ChannelWriter<CallPiece> Pieces);

    /// <summary>The caller has taken that many pieces more.</summary>
    public sealed record Grant(long Call, int Pieces);

    /// <summary>The caller waits no longer, or has everything.</summary>
    public sealed record Leave(long Call);

    /// <summary>What another node asked is over.</summary>
    public sealed record Served(string Node, long Call, string? Code, string? Reason);
}
