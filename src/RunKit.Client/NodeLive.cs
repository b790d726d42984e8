using System.Runtime.CompilerServices;
using RunKit.ControlPlane.Streams;
using RunKit.Tmux.State;

namespace RunKit.Client;

/// <summary>One pane of a node, over a WebSocket of its own.</summary>
internal static class NodeLive
{
    private const int Channel = 1;
    private const long Window = 256 * 1024;

    /// <exception cref="NodeProblemException">The node refuses it, or does not answer as one does.</exception>
    public static async IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(
        NodeClient client, PaneAddress pane, PaneStreamOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = await LiveSocket.OpenAsync(client, cancellationToken).ConfigureAwait(false);
        var open = new LiveRequest(LiveWords.Open)
        {
            Channel = Channel, Kind = LiveWords.Pane, Server = pane.Server.Value, Pane = pane.Pane.Number, History = options.History, Credit = Window,
        };
        await socket.SayAsync(open, cancellationToken).ConfigureAwait(false);
        PaneSnapshot? begun = null;
        string? reason = null;
        var restore = new List<byte>();
        var (wanted, taken) = (0, 0L);
        while (await socket.NextAsync(cancellationToken).ConfigureAwait(false) is var (message, bytes))
        {
            if (message is { Type: LiveWords.Closed or LiveWords.Error })
            {
                yield return message.Code == LiveWords.Ended
                    ? new PaneStreamEvent.Ended(message.Reason ?? "")
                    : throw new NodeProblemException(message.Code ?? "", message.Reason ?? "the node refused it");
                yield break;
            }

            if (message is { Type: LiveWords.Snapshot, Pane: { } told, Length: { } length })
            {
                (begun, reason, wanted) = (Snapshot(told), message.Reason, length);
                restore.Clear();
            }

            taken += bytes.Length;
            if (begun is not null && bytes.Length > 0)
            {
                var head = Math.Min(bytes.Length, wanted - restore.Count);
                restore.AddRange(bytes[..head]);
                bytes = bytes[head..];
            }

            if (begun is not null && restore.Count == wanted)
            {
                yield return new PaneStreamEvent.Snapshot(begun with { Restore = restore.ToArray() }, reason);
                begun = null;
            }

            if (bytes.Length > 0)
            {
                yield return new PaneStreamEvent.Output(bytes);
            }

            if (taken > Window / 4)
            {
                await socket.SayAsync(new LiveRequest(LiveWords.Credit) { Channel = Channel, Credit = taken }, cancellationToken).ConfigureAwait(false);
                taken = 0;
            }
        }

        throw client.Unreachable(null);
    }

    private static PaneSnapshot Snapshot(LivePane told) => new(
        told.Server,
        PaneId.TryParse(told.Id, out var id) ? id : throw new NodeProblemException("the node showed a pane without an id"),
        new TerminalSize(told.Columns, told.Rows), told.Live, told.Note, told.AlternateScreen, told.Dead, told.Command, told.Title, default);
}
