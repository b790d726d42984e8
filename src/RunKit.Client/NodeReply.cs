using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RunKit.Client;

/// <summary>
/// A node's answer to one request on a connection of its own. In HTTP/1.0 a body ends where the connection ends, and the API speaks nothing
/// but UTF-8, so a reader of lines is all it takes. The base library's HTTP client takes longer to start than all else of a short verb.
/// </summary>
internal sealed class NodeReply : IDisposable
{
    private readonly StreamReader _reader;
    private long? _length;

    private NodeReply(StreamReader reader) => _reader = reader;

    public int Status { get; private set; }

    public string ReasonPhrase { get; private set; } = "";

    public string ContentType { get; private set; } = "";

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Sends a request and reads the answer's head.</summary>
    /// <exception cref="IOException">The connection ended, or what came is no HTTP.</exception>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public static async Task<NodeReply> ToAsync(
        NodeAddress node, string method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        var stream = await node.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var reply = new NodeReply(new StreamReader(stream, Encoding.UTF8));
        try
        {
            var head = $"{method} {path} HTTP/1.0\r\n{node.Head}Content-Type: application/json\r\nContent-Length: {body?.Length ?? 0}\r\n\r\n";
            byte[] request = [.. Encoding.ASCII.GetBytes(head), .. body ?? []];
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await reply.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return reply;
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    /// <summary>The next line of the body; null at its end.</summary>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => _reader.ReadLineAsync(cancellationToken);

    /// <summary>The whole body.</summary>
    /// <exception cref="IOException">It ended too early.</exception>
    public async Task<string> ReadBodyAsync(CancellationToken cancellationToken)
    {
        var text = await _reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return _length is null || Encoding.UTF8.GetByteCount(text) == _length ? text : throw BrokenOff();
    }

    public void Dispose() => _reader.Dispose();

    private static IOException BrokenOff() => new("it has gone in the middle of its answer");

    private async Task ReadHeadAsync(CancellationToken cancellationToken)
    {
        var words = (await HeadLineAsync(cancellationToken).ConfigureAwait(false)).Split(' ', 3);
        if (!words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || words.Length < 2
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new IOException("what listens there does not speak HTTP");
        }

        (Status, ReasonPhrase) = (status, words.Length > 2 ? words[2] : "");
        while (await HeadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                _length = length;
            }
            else if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                ContentType = value;
            }
        }
    }

    private async Task<string> HeadLineAsync(CancellationToken cancellationToken) =>
        await _reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw BrokenOff();
}
