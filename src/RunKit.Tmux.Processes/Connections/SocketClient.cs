using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using RunKit.Tmux.Peer;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// A client in control mode without a process: it speaks with the server itself, as <c>tmux -N -C</c> would. It cannot start a server,
/// leaves nothing behind when we die, and is never half introduced. What a tmux client prints at its end (<c>%exit</c>) it writes itself.
/// </summary>
internal sealed class SocketClient : IControlClient
{
    private const string ServerLost = "server exited unexpectedly";

    private readonly Socket _peer;
    private readonly Socket _ours;
    private readonly Socket _theirs;
    private readonly Task _ended;
    private volatile bool _terminated;

    private SocketClient(Socket peer, Socket ours, Socket theirs, string? problem)
    {
        (_peer, _ours, _theirs) = (peer, ours, theirs);
        Input = new NetworkStream(ours, ownsSocket: false);
        _ended = RunAsync(problem);
    }

    public Stream Input { get; }

    public Stream Output => Input;

    public Stream Errors => Stream.Null;

    /// <summary>Connects and introduces itself. A server that is gone by then, or takes nobody, makes a client that ends at once.</summary>
    /// <param name="socket">The server's socket.</param>
    /// <param name="greeting">What to say.</param>
    /// <exception cref="SocketException">There is no descriptor left.</exception>
    public static SocketClient Connect(SocketPath socket, PeerGreeting greeting)
    {
        var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        Socket? ours = null, theirs = null;
        string? problem = null;
        try
        {
            (ours, theirs) = Libc.SocketPair();
            try
            {
                peer.Connect(new UnixDomainSocketEndPoint(socket.Value));
                Libc.SendWithDescriptor(peer, greeting.Input.AsSpan(), theirs);
                Libc.SendWithDescriptor(peer, greeting.Output.AsSpan(), theirs);
                peer.Send(greeting.Rest.AsSpan());
                peer.Send(greeting.End.AsSpan());
            }
            catch (SocketException e)
            {
                // It has died or is full; the probe that follows a failed dial tells which.
                problem = e.Message;
            }

            return new SocketClient(peer, ours, theirs, problem);
        }
        catch
        {
            peer.Dispose();
            ours?.Dispose();
            theirs?.Dispose();
            throw;
        }
    }

    public Task WaitForExitAsync() => _ended;

    public void Terminate()
    {
        _terminated = true;
        _peer.Dispose();
    }

    public void Dispose()
    {
        Terminate();
        Input.Dispose();
        _ours.Dispose();
    }

    private async Task RunAsync(string? problem)
    {
        var reason = problem ?? await ConverseAsync().ConfigureAwait(false);
        _peer.Dispose();

        // The server has let go of its end, or has written all it had to: this is the last line.
        try
        {
            await _theirs.SendAsync(Encoding.UTF8.GetBytes(reason is null ? "%exit\n" : $"%exit {reason}\n")).ConfigureAwait(false);
            _theirs.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Nobody reads it any more.
        }

        _theirs.Dispose();
    }

    /// <summary>Until either side has had enough; returns what tmux's own client would give as the reason.</summary>
    private async Task<string?> ConverseAsync()
    {
        var reader = new PeerReader();
        var buffer = new byte[1024];
        try
        {
            int count;
            while ((count = await _peer.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                foreach (var message in reader.Feed(buffer.AsSpan(0, count)))
                {
                    switch (message.Type)
                    {
                        case PeerMessageType.Exit or PeerMessageType.Shutdown or PeerMessageType.Exited:
                            return message.ExitText;
                        case PeerMessageType.Version:
                            return "protocol version mismatch";
                        case var _ when PeerReplies.To(message) is { IsEmpty: false } reply:
                            await _peer.SendAsync(reply.AsMemory()).ConfigureAwait(false);
                            break;
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is gone, or we are.
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }

        return _terminated ? null : ServerLost;
    }
}
