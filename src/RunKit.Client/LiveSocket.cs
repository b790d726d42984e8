using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;

namespace RunKit.Client;

/// <summary>A connection to <c>/v1/live</c> with one channel. One may read and others say something at the same time.</summary>
internal sealed class LiveSocket : IDisposable
{
    private const int UsualMessage = 32 * 1024;
    private const int LongestMessage = 1024 * 1024;

    private readonly NodeClient _client;
    private readonly WebSocket _socket;
    private readonly SemaphoreSlim _turn = new(1);
    private byte[] _buffer = new byte[UsualMessage];

    private LiveSocket(NodeClient client, WebSocket socket) => (_client, _socket) = (client, socket);

    public static async Task<LiveSocket> OpenAsync(NodeClient client, CancellationToken cancellationToken) =>
        new(client, await client.UpgradeAsync(HttpPaths.Live, cancellationToken).ConfigureAwait(false));

    public Task SayAsync(LiveRequest request, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(request, HttpJson.Default.LiveRequest), WebSocketMessageType.Text, cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(message, type, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
        {
            throw _client.Unreachable(null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next message, or the bytes that came on the channel; null when the connection has ended.</summary>
    public async Task<(LiveMessage? Message, byte[] Bytes)?> NextAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += received.Count;
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (received.EndOfMessage)
                {
                    return received.MessageType == WebSocketMessageType.Text ? (Read(_buffer.AsSpan(0, length)), [])
                        : length > LiveWords.ChannelBytes ? (null, _buffer[LiveWords.ChannelBytes..length])
                        : (null, []);
                }

                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length < LongestMessage ? length * 2 : throw new NodeProblemException("the node sent a message that is too long"));
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _turn.Dispose();
    }

    private static LiveMessage Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, HttpJson.Default.LiveMessage) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new NodeProblemException("the node sent what this version cannot read; see: runkit --version", e);
        }
    }
}
