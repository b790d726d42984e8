using System.Buffers.Binary;
using System.Net.Sockets;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>
/// Asks a socket whether somebody listens: look at the file, connect without blocking, close. About ten microseconds; safe on every
/// tmux from 3.2a to 3.7c.
/// </summary>
public sealed class SocketProbe : ISocketProbe
{
    private const int SolSocket = 1;
    private const int PeerCredentials = 17;

    ProbeVerdict ISocketProbe.Probe(SocketPath socket) => Probe(socket);

    /// <inheritdoc cref="ISocketProbe.Probe"/>
    public static ProbeVerdict Probe(SocketPath socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (Libc.Look(socket.Value, out var errno) is not { } file)
        {
            return errno == Errno.NoEntry
                ? new ProbeVerdict.Absent()
                : new ProbeVerdict.Unclear($"cannot look at {socket}: errno {errno}");
        }

        if (!file.IsSocket)
        {
            return new ProbeVerdict.NotOurs(file.IsLink ? $"{socket} is a symbolic link" : $"{socket} is not a socket");
        }

        return file.Owner == Libc.EffectiveUser()
            ? Connect(socket)
            : new ProbeVerdict.NotOurs($"{socket} belongs to user {file.Owner}");
    }

    private static Socket Client() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };

    private static ProbeVerdict Connect(SocketPath socket)
    {
        try
        {
            using var client = Client();
            return new ProbeVerdict.Alive(ConnectedTo(client, socket));
        }
        catch (SocketException e)
        {
            // .NET gives the native number, apart from an absent file, which it reports as an address that is not available.
            return e.NativeErrorCode switch
            {
                Errno.ConnectionRefused => new ProbeVerdict.Refused(),
                Errno.TryAgain => new ProbeVerdict.BacklogFull(),
                Errno.AddressNotAvailable or Errno.NoEntry => new ProbeVerdict.Absent(),
                Errno.NotPermitted => new ProbeVerdict.NotOurs($"no permission to connect to {socket}"),
                _ => new ProbeVerdict.Unclear($"cannot connect to {socket}: {e.Message}"),
            };
        }
    }

    // Who listens: the pid of the process that made the socket listen.
    private static int ConnectedTo(Socket client, SocketPath socket)
    {
        client.Connect(new UnixDomainSocketEndPoint(socket.Value));
        Span<byte> credentials = stackalloc byte[12];
        client.GetRawSocketOption(SolSocket, PeerCredentials, credentials);
        return BinaryPrimitives.ReadInt32LittleEndian(credentials);
    }
}
