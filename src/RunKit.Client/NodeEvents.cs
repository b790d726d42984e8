using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace RunKit.Client;

/// <summary>One reader's events over as many connections as it takes. For one enumeration.</summary>
internal sealed class NodeEvents(NodeClient client, EventFilter filter, Action? onConnected)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(10);

    // A node sends a heartbeat; one that misses three of them hangs.
    private static readonly TimeSpan SilenceLimit = HttpContract.Heartbeat * 3;

    // Of the last block that came whole: the greeting and the heartbeats have an id too, so that what happens between two streams is not
    // missed by a reader whom no event has reached yet.
    private EventId? _last = filter.After;

    public async IAsyncEnumerable<PlaneEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? brokenSince = null;
        while (true)
        {
            using var stream = await OpenAsync(brokenSince, cancellationToken).ConfigureAwait(false);
            if (stream is not null)
            {
                brokenSince = null;
                onConnected?.Invoke();
                while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } block)
                {
                    _last = block.Id ?? _last;
                    if (block.Data.Length > 0)
                    {
                        yield return Read(block.Data);
                    }
                }
            }

            brokenSince ??= Stopwatch.GetTimestamp();
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The id that a stream begins behind.</summary>
    /// <exception cref="NodeProblemException">The node did not say it.</exception>
    public async Task<EventId> BeginAsync(CancellationToken cancellationToken)
    {
        using var stream = await OpenAsync(null, cancellationToken).ConfigureAwait(false);
        var greeting = stream is null ? null : await NextAsync(stream, cancellationToken).ConfigureAwait(false);
        return greeting?.Id ?? throw new NodeProblemException("the node did not say where its events stand");
    }

    /// <summary>Null when no node answers now and there is still time for one.</summary>
    private async Task<NodeReply?> OpenAsync(long? brokenSince, CancellationToken cancellationToken)
    {
        var path = HttpPaths.Events + Query();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(GiveUpAfter);
        try
        {
            return await client.OpenAsync(path, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw client.Unreachable(null);
        }
        catch (NodeUnreachableException) when (brokenSince is { } since && Stopwatch.GetElapsedTime(since) < GiveUpAfter)
        {
            return null;
        }
    }

    private string Query()
    {
        var from = (_last, filter.Since) switch
        {
            ({ } last, _) => [$"after={last}"],
            (_, { } since) => [$"since={since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)}"],
            _ => Array.Empty<string>(),
        };
        string[] all = [.. from, .. filter.Types.Select(type => $"type={Uri.EscapeDataString(type)}"), .. filter.Servers.Select(server => $"server={Uri.EscapeDataString(server)}")];
        return all.Length == 0 ? "" : $"?{string.Join('&', all)}";
    }

    /// <summary>Null when the stream has ended, for whatever reason.</summary>
    private static async Task<Block?> NextAsync(NodeReply stream, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        EventId? id = null;
        var data = new StringBuilder();
        try
        {
            while (true)
            {
                silence.CancelAfter(SilenceLimit);
                var line = await stream.ReadLineAsync(silence.Token).ConfigureAwait(false);
                switch (line)
                {
                    case null:
                        return null;
                    case "":
                        return new Block(id, data.ToString());
                    case var _ when line.StartsWith("data:", StringComparison.Ordinal):
                        data.Append(line.AsSpan("data:".Length).TrimStart(' '));
                        break;
                    case var _ when line.StartsWith("id:", StringComparison.Ordinal):
                        id = EventId.TryParse(line["id:".Length..].TrimStart(' '), out var told) ? told : id;
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static PlaneEvent Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, PlaneJson.Default.PlaneEvent) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new NodeProblemException("the node sent an event that this version cannot read; see: runkit --version", e);
        }
    }

    /// <summary>What stands between two empty lines of the stream.</summary>
    private sealed record Block(EventId? Id, string Data);
}
