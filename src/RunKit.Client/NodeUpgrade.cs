using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RunKit.Client;

/// <summary>Makes a WebSocket of a connection to a node (RFC 6455). What follows the head is the socket's: the head is read to its very end and no further.</summary>
internal static class NodeUpgrade
{
    private const int LongestHead = 16 * 1024;
    private const int LongestBody = 64 * 1024;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <exception cref="NodeProblemException">The node answers with a problem.</exception>
    /// <exception cref="IOException">It does not answer as one does.</exception>
    public static async Task<WebSocket> ToAsync(NodeAddress node, string path, CancellationToken cancellationToken)
    {
        var stream = await node.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            var head = $"GET {path} HTTP/1.1\r\n{node.Head}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken).ConfigureAwait(false);
            var lines = await HeadAsync(stream, cancellationToken).ConfigureAwait(false);
            if (lines[0].Split(' ') is not ["HTTP/1.1", "101", ..])
            {
                throw await ProblemAsync(stream, lines, cancellationToken).ConfigureAwait(false);
            }

            return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = Heartbeat, KeepAliveTimeout = Heartbeat * 2 });
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<string[]> HeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
        {
            if (head.Count > LongestHead || await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new IOException("what listens there does not speak HTTP");
            }

            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]).Split("\r\n");
    }

    private static async Task<NodeProblemException> ProblemAsync(Stream stream, string[] head, CancellationToken cancellationToken)
    {
        const string name = "Content-Length:";
        var told = head.FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..].Trim();
        if (int.TryParse(told, out var length) && length is > 0 and <= LongestBody)
        {
            var body = new byte[length];
            await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            try
            {
                if (JsonSerializer.Deserialize(body, HttpJson.Default.Problem) is { Code: not null, Detail: not null } problem)
                {
                    return new NodeProblemException(problem.Code, problem.Detail);
                }
            }
            catch (JsonException)
            {
                // Then its status has to do.
            }
        }

        return new NodeProblemException("", $"the node answered with: {head[0]}");
    }
}
