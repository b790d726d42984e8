using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RunKit.Benchmarks.Node;

/// <summary>A reader of a node's events that notes how old each is when it comes. As lean as can be: a crowd of them must not be what is measured.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[64 * 1024];

    private Listener()
    {
    }

    /// <summary>When each event happened, by the node's stamp, and how long it took to come.</summary>
    public List<(DateTimeOffset At, TimeSpan Took)> Heard { get; } = [];

    /// <summary>Connects; when it returns the node has begun to answer.</summary>
    public static async Task<Listener> OpenAsync(string node)
    {
        var listener = new Listener();
        await listener._socket.ConnectAsync(new UnixDomainSocketEndPoint(node));
        await listener._socket.SendAsync("GET /v1/events HTTP/1.0\r\nHost: node\r\n\r\n"u8.ToArray());
        await listener._socket.ReceiveAsync(listener._buffer);
        return listener;
    }

    public async Task ListenAsync(CancellationToken over)
    {
        var held = 0;
        try
        {
            while (await _socket.ReceiveAsync(_buffer.AsMemory(held), over) is > 0 and var count)
            {
                held = TakeLines(held + count);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>How many bytes of a line that is not whole are left, at the beginning of the buffer.</summary>
    private int TakeLines(int held)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rest = _buffer.AsSpan(0, held);
        for (int length; (length = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(length + 1)..])
        {
            if (rest[..length].StartsWith("data: "u8))
            {
                var at = StampOf(rest[..length]);
                Heard.Add((at, now - at));
            }
        }

        rest.CopyTo(_buffer);
        return rest.Length;
    }

    private static DateTimeOffset StampOf(ReadOnlySpan<byte> data)
    {
        var key = "\"at\":\""u8;
        var stamp = data[(data.IndexOf(key) + key.Length)..];
        return DateTimeOffset.Parse(Encoding.ASCII.GetString(stamp[..stamp.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
    }
}
