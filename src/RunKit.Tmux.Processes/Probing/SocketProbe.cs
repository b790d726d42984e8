using System.Buffers.Binary;
using System.Net.Sockets;

namespace RunKit.Tmux.Processes.Probing;

/// <summary>
/// Asks a socket whether somebody listens: look at the file, connect without blocking, close. About ten microseconds; safe on every
/// tmux from 3.2a to 3.7c.
/// </summary>
public static class SocketProbe
{
    private const int SolSocket = 1;
    private const int PeerCredentials = 17;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(100);

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

    /// <summary>
    /// Whether the server of that pid takes a connection and closes it without a word: a tmux server does so from the moment it is told
    /// to end. One that lives waits for the client to speak.
    /// </summary>
    public static async Task<bool> ClosesAtOnceAsync(SocketPath socket, int pid)
    {
        ArgumentNullException.ThrowIfNull(socket);
        using var limit = new CancellationTokenSource(CloseLimit);
        try
        {
            using var client = Client();
            return ConnectedTo(client, socket) == pid && await client.ReceiveAsync(new byte[1], limit.Token).ConfigureAwait(false) == 0;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
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

    // Who listens: the pid of whoever made the socket listen.
    private static int ConnectedTo(Socket client, SocketPath socket)
    {
        client.Connect(new UnixDomainSocketEndPoint(socket.Value));
        Span<byte> credentials = stackalloc byte[12];
        client.GetRawSocketOption(SolSocket, PeerCredentials, credentials);
        return BinaryPrimitives.ReadInt32LittleEndian(credentials);
    }
}
