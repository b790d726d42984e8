using RunKit.Api.Security;
using System.Net;

namespace RunKit.Client;

/// <summary>
/// Whose process is at the other end of a connection over loopback. A port of loopback belongs to the first process that listens there, and a token
/// sent to it is theirs.
/// </summary>
internal static class LoopbackPeer
{
    /// <summary>Why nothing may be sent over a connection; null when the other end is ours or root's.</summary>
    /// <param name="sockets">All sockets, as they were listed after the connection was made.</param>
    /// <param name="here">Our end.</param>
    /// <param name="there">The other one.</param>
    /// <param name="own">The user that we are.</param>
    public static string? Objection(ImmutableArray<TcpSocket> sockets, IPEndPoint here, IPEndPoint there, uint own)
    {
        var (ours, theirs) = (Mapped(here), Mapped(there));
        if (!IPAddress.IsLoopback(there.Address))
        {
            return $"{there.Address} is no address of this machine's loopback";
        }

        if (sockets.FirstOrDefault(socket => socket.Local.Equals(theirs) && socket.Remote.Equals(ours)) is not { } peer)
        {
            return "the system does not say who is at the other end";
        }

        // What nobody has accepted is in the queue of who listens; the list has its listener, because it ends with it.
        ImmutableArray<TcpSocket> owners = peer.Inode != 0 ? [peer]
            : peer.State is TcpSocketState.Established or TcpSocketState.SynReceived ? Listeners(sockets, theirs)
            : [];
        return owners.IsEmpty ? "who listens there cannot be told"
            : owners.FirstOrDefault(owner => !SystemUser.IsTrusted(owner.User, own)) is { } stranger ? $"user {stranger.User} listens there, who is neither this user nor root"
            : null;
    }

    // The system prefers the one that is bound to the very address.
    private static ImmutableArray<TcpSocket> Listeners(ImmutableArray<TcpSocket> sockets, IPEndPoint at)
    {
        var listeners = sockets.Where(socket => socket.State == TcpSocketState.Listen && socket.Local.Port == at.Port).ToImmutableArray();
        var exact = listeners.Where(socket => socket.Local.Address.Equals(at.Address)).ToImmutableArray();
        return exact.IsEmpty ? [.. listeners.Where(socket => IsAny(socket.Local.Address))] : exact;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any.MapToIPv6());

    private static IPEndPoint Mapped(IPEndPoint end) => new(new IPAddress(end.Address.MapToIPv6().GetAddressBytes()), end.Port);
}
