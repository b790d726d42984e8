using System.Net.Sockets;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>A connection to exactly the server that is meant, or why there is none.</summary>
internal static class ServerConnection
{
    private const int TooManyOfOurs = 24;
    private const int TooManyOfAll = 23;

    /// <summary>Looks at the file, connects without waiting, and looks at who listens. Nothing has been sent then.</summary>
    /// <param name="server">The server.</param>
    /// <param name="refusal">Why there is no connection; null when there is one.</param>
    /// <param name="peer">Who listens, when there is a connection.</param>
    public static Socket? Open(TmuxServerAddress server, out TmuxResult.NotSent? refusal, out PeerCredentials peer)
    {
        peer = default;
        refusal = FileProblem(server.Socket);
        if (refusal is not null)
        {
            return null;
        }

        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
            socket.Connect(new UnixDomainSocketEndPoint(server.Socket.Value));
            peer = PeerCredentials.Of(socket);
            refusal = peer.Objection(server);
        }
        catch (SocketException e)
        {
            refusal = Refusal(server.Socket, e);
        }

        if (refusal is null)
        {
            return socket;
        }

        socket?.Dispose();
        return null;
    }

    private static TmuxResult.NotSent? FileProblem(SocketPath socket)
    {
        if (Libc.Look(socket.Value, out var errno) is not { } file)
        {
            return errno == Errno.NoEntry
                ? new(NotSentReason.Absent, $"there is no socket {socket}")
                : new(NotSentReason.Unreachable, $"cannot look at {socket}: errno {errno}");
        }

        if (!file.IsSocket)
        {
            return new(NotSentReason.NotOurs, file.IsLink ? $"{socket} is a symbolic link" : $"{socket} is not a socket");
        }

        return file.Owner == Libc.EffectiveUser() ? null : new(NotSentReason.NotOurs, $"{socket} belongs to user {file.Owner}");
    }

    // .NET gives the native number, apart from an absent file, which it reports as an address that is not available.
    private static TmuxResult.NotSent Refusal(SocketPath socket, SocketException e) => e.NativeErrorCode switch
    {
        Errno.ConnectionRefused => new(NotSentReason.ServerDead, $"no server runs on {socket}"),
        Errno.TryAgain => new(NotSentReason.BacklogFull, $"the server on {socket} does not accept connections"),
        Errno.AddressNotAvailable or Errno.NoEntry => new(NotSentReason.Absent, $"there is no socket {socket}"),
        Errno.NotPermitted => new(NotSentReason.NotOurs, $"no permission to connect to {socket}"),
        TooManyOfOurs or TooManyOfAll => new(NotSentReason.NoDescriptor, DescriptorReserve.Problem),
        _ => new(NotSentReason.Unreachable, $"cannot connect to {socket}: {e.Message}"),
    };
}
