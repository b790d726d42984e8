using System.Net;

namespace RunKit.Client;

/// <summary>A TCP socket of this machine, as the system lists it. Addresses of IPv4 are written as IPv6 has them.</summary>
/// <param name="User">Whose it is; of one that is no process's (<paramref name="Inode"/> 0) it says nothing.</param>
/// <param name="Inode">0 while nobody has accepted it, and when its process has closed it.</param>
internal sealed record TcpSocket(IPEndPoint Local, IPEndPoint Remote, TcpSocketState State, uint User, ulong Inode);

/// <summary>The system's own numbers; those left out are states of a connection that ends.</summary>
internal enum TcpSocketState
{
    /// <summary>Both ends are there.</summary>
    Established = 1,

    /// <summary>The last step of the handshake is missing.</summary>
    SynReceived = 3,

    /// <summary>It waits for connections.</summary>
    Listen = 10,
}
