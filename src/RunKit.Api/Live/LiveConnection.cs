using System.Net.WebSockets;

namespace RunKit.Api.Live;

/// <summary>One viewer's connection: takes what it says, and keeps its channels.</summary>
/// <param name="socket">The connection.</param>
/// <param name="opener">Makes channels, as far as the viewer may have them.</param>
/// <param name="hello">The first word.</param>
/// <param name="ending">The node is shutting down.</param>
internal sealed class LiveConnection(WebSocket socket, LiveOpener opener, LiveMessage hello, CancellationToken ending)
{
    private const int MostChannels = 64;
    private static readonly TimeSpan LastWordLimit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, LiveChannel> _channels = [];
    private readonly byte[] _buffer = new byte[LiveWords.LongestRequest];

    public async Task RunAsync(CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var sender = new LiveSender(socket, over.Token);
        var saying = ListenAsync(sender, over.Token);
        try
        {
            await saying.WaitAsync(ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            // Before anything is given up in the middle, which would end the connection without a word.
            await CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the node ends").ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The viewer has gone, as viewers do.
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await saying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(_channels.Values.Select(channel => channel.Running)).ConfigureAwait(false);
            foreach (var channel in _channels.Values)
            {
                channel.Dispose();
            }
        }
    }

    private async Task ListenAsync(LiveSender sender, CancellationToken cancellationToken)
    {
        await sender.SendAsync(hello, cancellationToken).ConfigureAwait(false);
        var problem = await ReceiveAsync(sender, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            await sender.SendAsync(new LiveMessage(LiveWords.Error) { Code = ProblemCodes.BadBody, Reason = problem }, cancellationToken).ConfigureAwait(false);
        }

        await CloseAsync(problem is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation, "").ConfigureAwait(false);
    }

    /// <summary>Null when the viewer has closed; else what it said that cannot be understood.</summary>
    private async Task<string?> ReceiveAsync(LiveSender sender, CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                if (length == _buffer.Length)
                {
                    return $"a message has at most {_buffer.Length} bytes";
                }

                received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            var problem = received.MessageType switch
            {
                WebSocketMessageType.Text => await TakeTextAsync(sender, _buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false),
                WebSocketMessageType.Binary => await TakeBytesAsync(sender, _buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false),
                _ => "",
            };
            if (problem is not null)
            {
                return problem.Length == 0 ? null : problem;
            }
        }
    }

    private async Task<string?> TakeTextAsync(LiveSender sender, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (LiveReader.Text(message.Span, out var problem) is not { } request)
        {
            return problem;
        }

        switch (request.Type)
        {
            case LiveWords.Ping:
                await sender.SendAsync(new LiveMessage(LiveWords.Pong), cancellationToken).ConfigureAwait(false);
                return null;
            case LiveWords.Open:
                return await OpenAsync(sender, request, cancellationToken).ConfigureAwait(false);
        }

        // A channel may have ended while the viewer said it.
        if (!_channels.TryGetValue(request.Channel, out var channel))
        {
            return null;
        }

        switch (request.Type)
        {
            case LiveWords.Close:
                channel.Close("the viewer closed it");
                return null;
            case LiveWords.Credit:
                return channel.Credit.TryGrant(request.Credit!.Value) ? null : $"a channel has a credit of at most {ChannelCredit.Most}";
            default:
                return await channel.ResizeAsync(request.Columns!.Value, request.Rows!.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> TakeBytesAsync(LiveSender sender, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        LiveReader.Binary(message, out var problem) is not var (number, bytes) ? problem
        : _channels.TryGetValue(number, out var channel) && !channel.Running.IsCompleted ? await channel.TakeAsync(bytes, cancellationToken).ConfigureAwait(false)
        : null;

    private async Task<string?> OpenAsync(LiveSender sender, LiveRequest request, CancellationToken cancellationToken)
    {
        foreach (var over in _channels.Values.Where(known => known.Running.IsCompleted).ToArray())
        {
            _channels.Remove(over.Number);
            over.Dispose();
        }

        if (_channels.ContainsKey(request.Channel))
        {
            return $"channel {request.Channel} is open already";
        }

        var (channel, code, reason) = _channels.Count >= MostChannels
            ? (null, ProblemCodes.TooManyStreams, $"a connection has at most {MostChannels} channels")
            : opener.Make(request, sender);
        if (channel is null)
        {
            await sender.SendAsync(new LiveMessage(LiveWords.Closed) { Channel = request.Channel, Code = code, Reason = reason }, cancellationToken).ConfigureAwait(false);
            return null;
        }

        _channels[request.Channel] = channel;
        channel.Begin(cancellationToken);
        return null;
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string words)
    {
        using var limit = new CancellationTokenSource(LastWordLimit);
        try
        {
            await socket.CloseOutputAsync(status, words, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // A viewer that takes nothing does not hold up the node's end.
        }
    }
}
