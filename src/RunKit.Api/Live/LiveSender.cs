using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;

namespace RunKit.Api.Live;

/// <summary>Sends on one connection, a message at a time: channels take turns, and none waits for more than a piece of another's.</summary>
internal sealed class LiveSender(WebSocket socket, CancellationToken connection) : IDisposable
{
    private const int Piece = 16 * 1024;

    private readonly SemaphoreSlim _turn = new(1);

    public Task SendAsync(LiveMessage message, CancellationToken cancellationToken) =>
        SendAsync(Encode(message), WebSocketMessageType.Text, cancellationToken);

    /// <summary>The message as it travels.</summary>
    public static byte[] Encode(LiveMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, HttpJson.Default.LiveMessage);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A message that is given up in the middle ends the connection, and so only the connection's end gives one up.
            await socket.SendAsync(bytes, type, endOfMessage: true, connection).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends bytes on a channel, in pieces, as its credit allows.</summary>
    public async Task SendAsync(int channel, ReadOnlyMemory<byte> bytes, ChannelCredit credit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LiveWords.ChannelBytes + Piece);
        try
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, channel);
            while (!bytes.IsEmpty)
            {
                var length = Math.Min(bytes.Length, Piece);
                await credit.TakeAsync(length, cancellationToken).ConfigureAwait(false);
                bytes[..length].CopyTo(buffer.AsMemory(LiveWords.ChannelBytes));
                bytes = bytes[length..];
                await SendAsync(buffer.AsMemory(0, LiveWords.ChannelBytes + length), WebSocketMessageType.Binary, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _turn.Dispose();
}
