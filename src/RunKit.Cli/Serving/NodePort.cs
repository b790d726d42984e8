using System.Net;
using System.Net.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>The node's TCP port, from the claim on it: taken before anything else is started, so that a port in use stops no half of a node.</summary>
internal sealed class NodePort : IDisposable
{
    private const int Backlog = 512;

    private NodePort(Socket socket) => Socket = socket;

    /// <summary>Bound, and listening: two nodes that start at once cannot both have it.</summary>
    public Socket Socket { get; }

    /// <summary>Where it listens: a port 0 that was asked for has become a real one.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    /// <exception cref="VerbException">Nobody can listen there.</exception>
    public static NodePort Claim(IPEndPoint wanted)
    {
        var socket = new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(wanted);
            socket.Listen(Backlog);
            return new NodePort(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new VerbException($"cannot listen on {wanted}: {Why(e)}; name another with --listen, or leave TCP out with --listen \"\"");
        }
    }

    public void Dispose() => Socket.Dispose();

    private static string Why(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "the port is in use",
        SocketError.AddressNotAvailable => "this machine has no such address",
        SocketError.AccessDenied => "ports below 1024 are the system's",
        _ => e.Message,
    };
}
