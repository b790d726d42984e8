using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace RunKit.Cluster.Links;

/// <summary>The nodes that have been heard of, by address, and whether one of them is served. The link's actor owns it.</summary>
internal sealed partial class Peers(LinkContext context)
{
    private const int MostComplaints = 1000;

    private readonly Dictionary<string, Peer> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complained = new(StringComparer.Ordinal);

    public Peer At(string address)
    {
        if (!_all.TryGetValue(address, out var peer))
        {
            _all[address] = peer = new Peer(address);
        }

        return peer;
    }

    public Peer? Find(string address) => _all.GetValueOrDefault(address);

    public Peer? First(Func<Peer, bool> isMeant) => _all.Values.FirstOrDefault(isMeant);

    public Peer[] Where(Func<Peer, bool> isMeant) => [.. _all.Values.Where(isMeant)];

    public void Remove(string address) => _all.Remove(address);

    /// <summary>It is recognised: what is wrong with it next is told again.</summary>
    public void Settled(string address) => _complained.Remove(address);

    /// <summary>Whether a node that has proved its name is served; why it is not is logged.</summary>
    public bool Serves(string node, string address, int protocol)
    {
        var problem = node == context.Facts.Name ? $"it has the name of this node, {node}: one of the two needs another invitation"
            : First(other => other.Name == node && other.Address != address && other is { IsLinked: true, Member: not null, Reachable: true }) is { } twin
                ? $"there is a node named {node} at {twin.Address} already"
            : Recognition.Understands(protocol) ? null
            : FormattableString.Invariant($"it speaks version {protocol} of the protocol between nodes, and this node {Recognition.Protocol}: update the older one");
        Complain(address, problem);
        return problem is null;
    }

    /// <summary>Reads the certificate of a node; null when it makes no member of that name, and why is logged.</summary>
    public X509Certificate2? ReadMember(byte[] bytes, string node, string address)
    {
        var certificate = Recognition.ReadMember(bytes, node, context.Identity, context.RevokedSerials, context.Time.GetUtcNow(), out var problem);
        Complain(address, problem);
        return certificate;
    }

    /// <summary>Logs it, once until it is recognised; nothing where nothing is wrong.</summary>
    public void Complain(string address, string? problem)
    {
        if (problem is not null && _complained.Count < MostComplaints && _complained.Add(address))
        {
            NotServed(context.Log, address, problem);
        }
    }

    [LoggerMessage(11, LogLevel.Warning, "what calls from {Address} is not served: {Problem}")]
    private static partial void NotServed(ILogger log, string address, string problem);
}
