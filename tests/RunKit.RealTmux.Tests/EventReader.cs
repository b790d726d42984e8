using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;

namespace RunKit.RealTmux.Tests;

/// <summary>
/// A reader of a node's events that hangs up anywhere, in the middle of an event too, and comes back with the last id that it has whole.
/// </summary>
internal sealed class EventReader(string socket, EventId last)
{
    private const string EndOfEvent = "\n\n";

    private readonly List<PlaneEvent> _events = [];

    /// <summary>What it has got, in order.</summary>
    public IReadOnlyList<PlaneEvent> Events => _events;

    /// <summary>The last one's id, or the one that it began behind.</summary>
    public EventId Last => _events.Count > 0 ? _events[^1].Id : last;

    /// <summary>Connects, reads so many bytes, and hangs up.</summary>
    public Task ReadAsync(int bytes, CancellationToken cancellationToken) => ReadAsync((count, _) => count >= bytes, cancellationToken);

    /// <summary>Connects, reads up to that event, and hangs up.</summary>
    public Task ReadToAsync(EventId end, CancellationToken cancellationToken) => Last == end
        ? Task.CompletedTask
        : ReadAsync((_, text) => text.Split(EndOfEvent).SkipLast(1).Any(block => block.Contains($"id: {end}\n", StringComparison.Ordinal)), cancellationToken);

    private async Task ReadAsync(Func<int, string, bool> enough, CancellationToken cancellationToken)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/events HTTP/1.0\r\nHost: node\r\nLast-Event-ID: {Last}\r\n\r\n"), cancellationToken);
        var buffer = new byte[512];
        var got = new List<byte>();
        while (!enough(got.Count, Encoding.UTF8.GetString([.. got])))
        {
            var count = await connection.ReceiveAsync(buffer, cancellationToken);
            count.ShouldBeGreaterThan(0, "the node has hung up");
            got.AddRange(buffer.AsSpan(0, count));
        }

        Take(Encoding.UTF8.GetString([.. got]));
    }

    // An event is whole with the empty line behind it; what is cut off does not count.
    private void Take(string text)
    {
        var blocks = text.Split(EndOfEvent);
        foreach (var block in blocks.SkipLast(1))
        {
            var data = block.Split('\n').FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal));
            if (data is not null)
            {
                _events.Add(JsonSerializer.Deserialize(data["data: ".Length..], PlaneJson.Default.PlaneEvent)!);
            }
        }
    }
}
