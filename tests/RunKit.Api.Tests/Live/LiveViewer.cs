using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RunKit.Api.Tests.Live;

/// <summary>A viewer on <c>/v1/live</c>, over TCP.</summary>
internal sealed class LiveViewer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();

    /// <summary>Connects, with these headers.</summary>
    public static async Task<LiveViewer> ConnectAsync(ApiHost host, params (string Name, string Value)[] headers)
    {
        var viewer = new LiveViewer();
        foreach (var (name, value) in headers)
        {
            viewer._socket.Options.SetRequestHeader(name, value);
        }

        viewer._socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await viewer._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/v1/live"), limit.Token);
        }
        catch (WebSocketException)
        {
            // Its status says why.
        }

        return viewer;
    }

    public int Status => (int)_socket.HttpStatusCode;

    public Task SayAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), WebSocketMessageType.Text);

    public Task TypeAsync(int channel, string text)
    {
        var message = new byte[4 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32BigEndian(message, channel);
        Encoding.UTF8.GetBytes(text, message.AsSpan(4));
        return SendAsync(message, WebSocketMessageType.Binary);
    }

    public async Task SendAsync(byte[] message, WebSocketMessageType type)
    {
        using var limit = new CancellationTokenSource(Limit);
        await _socket.SendAsync(message, type, true, limit.Token);
    }

    /// <summary>The next message; of a binary one its channel and its text. Null at the end.</summary>
    public async Task<(JsonElement Json, int Channel, string Text)?> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var (buffer, length) = (new byte[256 * 1024], 0);
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.EndOfMessage)
            {
                return received.MessageType == WebSocketMessageType.Text
                    ? (JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone(), 0, "")
                    : (default, BinaryPrimitives.ReadInt32BigEndian(buffer), Encoding.UTF8.GetString(buffer, 4, length - 4));
            }
        }
    }

    /// <summary>The next message of these types; others are passed over.</summary>
    public async Task<JsonElement> HearAsync(params string[] types)
    {
        while (await NextAsync() is var (json, _, _))
        {
            if (json.ValueKind == JsonValueKind.Object && types.Contains(json.GetProperty("type").GetString()))
            {
                return json;
            }
        }

        throw new InvalidOperationException($"the connection ended ({_socket.CloseStatus}) before {string.Join(" or ", types)}");
    }

    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    public void Dispose() => _socket.Dispose();
}
