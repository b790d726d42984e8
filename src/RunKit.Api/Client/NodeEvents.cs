using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using RunKit.Api.Events;

namespace RunKit.Api.Client;

/// <summary>One reader's events over as many connections as it takes. For one enumeration.</summary>
internal sealed class NodeEvents(NodeClient client, EventId? after, Action? onConnected)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(10);

    // A node sends a heartbeat; one that misses three of them hangs.
    private static readonly TimeSpan SilenceLimit = EventStream.Heartbeat * 3;

    private EventId? _last = after;

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
                while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } happened)
                {
                    _last = happened.Id;
                    yield return happened;
                }
            }

            brokenSince ??= Stopwatch.GetTimestamp();
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when no node answers now and there is still time for one.</summary>
    private async Task<NodeReply?> OpenAsync(long? brokenSince, CancellationToken cancellationToken)
    {
        var path = _last is null ? EventEndpoints.Path : $"{EventEndpoints.Path}?after={_last}";
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

    /// <summary>Null when the stream has ended, for whatever reason.</summary>
    private static async Task<PlaneEvent?> NextAsync(NodeReply stream, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var data = new StringBuilder();
        try
        {
            while (true)
            {
                silence.CancelAfter(SilenceLimit);
                var line = await stream.ReadLineAsync(silence.Token).ConfigureAwait(false);
                if (line is null)
                {
                    return null;
                }

                if (line.StartsWith("data:", StringComparison.Ordinal))
                {
                    data.Append(line.AsSpan("data:".Length).TrimStart(' '));
                }
                else if (line.Length == 0 && data.Length > 0)
                {
                    return JsonSerializer.Deserialize(data.ToString(), PlaneJson.Default.PlaneEvent);
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
        catch (JsonException e)
        {
            throw new NodeProblemException($"the node sent an event that cannot be read: {e.Message}", e);
        }
    }
}
