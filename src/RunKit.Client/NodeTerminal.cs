using System.Buffers.Binary;
using System.Net.WebSockets;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.State;

namespace RunKit.Client;

/// <summary>An attached terminal of a node, over a WebSocket of its own.</summary>
internal sealed class NodeTerminal : IAttachedTerminal
{
    private const int Channel = 1;
    private const long Window = 256 * 1024;

    private readonly LiveSocket _socket;
    private ReadOnlyMemory<byte> _left;
    private long _taken;

    private NodeTerminal(LiveSocket socket) => _socket = socket;

    public string? Ended { get; private set; }

    /// <exception cref="NodeProblemException">The node refuses it, or does not answer as one does.</exception>
    public static async Task<TerminalOutcome> OpenAsync(NodeClient client, ServerName server, AttachRequest request, CancellationToken cancellationToken)
    {
        var socket = await LiveSocket.OpenAsync(client, cancellationToken).ConfigureAwait(false);
        var terminal = new NodeTerminal(socket);
        try
        {
            var open = new LiveRequest(LiveWords.Open)
            {
                Channel = Channel, Kind = LiveWords.Terminal, Server = server.Value, Target = request.Target, Columns = request.Size.Width, Rows = request.Size.Height,
                ReadOnly = request.ReadOnly, IgnoreSize = request.IgnoreSize, Credit = Window,
            };
            await socket.SayAsync(open, cancellationToken).ConfigureAwait(false);

            // It shows something as soon as it is attached.
            while (terminal._left.IsEmpty && await socket.NextAsync(cancellationToken).ConfigureAwait(false) is var (message, bytes))
            {
                if (message is { Type: LiveWords.Closed or LiveWords.Error })
                {
                    await terminal.DisposeAsync().ConfigureAwait(false);
                    return message.Code switch
                    {
                        ProblemCodes.UnknownServer => new TerminalOutcome.UnknownServer(),
                        ProblemCodes.Refused or LiveWords.Ended => new TerminalOutcome.NotOpened(message.Reason ?? "it was refused"),
                        _ => throw new NodeProblemException(message.Code ?? "", message.Reason ?? "the node refused it"),
                    };
                }

                terminal._left = bytes;
            }

            return new TerminalOutcome.Opened(terminal);
        }
        catch
        {
            await terminal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_left.IsEmpty)
        {
            if (Ended is not null || await _socket.NextAsync(cancellationToken).ConfigureAwait(false) is not var (message, bytes))
            {
                Ended ??= "the node does not answer any more";
                return 0;
            }

            Ended = message is { Type: LiveWords.Closed or LiveWords.Error } ? message.Reason ?? "" : null;
            _left = bytes;
        }

        var length = Math.Min(buffer.Length, _left.Length);
        _left[..length].CopyTo(buffer);
        _left = _left[length..];
        if ((_taken += length) > Window / 4)
        {
            await _socket.SayAsync(new LiveRequest(LiveWords.Credit) { Channel = Channel, Credit = _taken }, cancellationToken).ConfigureAwait(false);
            _taken = 0;
        }

        return length;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, LiveWords.LongestRequest / 4);
            var message = new byte[LiveWords.ChannelBytes + length];
            BinaryPrimitives.WriteInt32BigEndian(message, Channel);
            bytes[..length].CopyTo(message.AsMemory(LiveWords.ChannelBytes));
            bytes = bytes[length..];
            await _socket.SendAsync(message, WebSocketMessageType.Binary, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => await _socket.SayAsync(
        new LiveRequest(LiveWords.Resize) { Channel = Channel, Columns = size.Width, Rows = size.Height }, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
