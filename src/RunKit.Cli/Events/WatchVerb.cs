using System.CommandLine.Completions;
using System.Text.Json;
using RunKit.Client;

namespace RunKit.Cli.Events;

/// <summary><c>watch</c>: events as they happen.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan LookForReader = TimeSpan.FromMilliseconds(500);

    public static Command Create(Output output)
    {
        var command = new Command("watch", "Print events as they happen");
        var which = new WatchOptions(command);
        var until = new Option<string>("--until") { HelpName = "TYPE", Description = "End with the first event of this type, such as server.lost" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "End after so long, such as 10s or 5m, with exit status 124" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line" };
        foreach (var option in (Option[])[until, timeout, json])
        {
            command.Options.Add(option);
        }

        until.CompletionSources.Add(_ => EventTypes.All);
        WatchOptions.Check(until, text => EventTypes.All.Contains(text) ? null : $"--until {text}: there is no such event; {WatchOptions.Nearest(text)}.");
        WatchOptions.Check(timeout, text => Duration.Problem("--timeout", text, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(20)));
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var watch = new Watch(
                which.Filter(parsed, plane.SocketDirectory, TimeProvider.System.GetUtcNow()),
                parsed.GetValue(until),
                parsed.GetValue(timeout) is { } limit && Duration.TryParse(limit, out var length) ? length : Timeout.InfiniteTimeSpan,
                parsed.GetValue(json));
            var isAll = !node.HasOther(parsed) && watch.Filter.After is null;
            return await RunAsync(plane, isAll ? MergedEvents.ReadAsync : OfOne, watch, output, cancellationToken);
        });
        return command;
    }

    private static IAsyncEnumerable<PlaneEvent> OfOne(HttpControlPlane plane, EventFilter filter, Action onConnected, CancellationToken cancellationToken) =>
        plane.ReadEventsAsync(filter, onConnected, cancellationToken);

    private static async Task<int> RunAsync(
        HttpControlPlane plane,
        Func<HttpControlPlane, EventFilter, Action, CancellationToken, IAsyncEnumerable<PlaneEvent>> read,
        Watch watch,
        Output output, CancellationToken cancellationToken)
    {
        var isMerged = false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(watch.Timeout);
        using var look = new Timer(_ => EndWithReader(limit), null, LookForReader, LookForReader);
        try
        {
            await foreach (var happened in read(plane, watch.Filter, () => Output.Complain($"watching node {plane.Node}"), limit.Token))
            {
                isMerged |= happened.Node != plane.Node;
                Write(output, happened, watch.AsJson, isMerged);
                if (EventTypes.Of(happened) == watch.Until)
                {
                    return ExitStatus.Done;
                }
            }
        }
        catch (OperationCanceledException) when (Output.ReaderHasGone())
        {
            return ExitStatus.Done;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{watch.Timeout.TotalSeconds:0.###} s are over{(watch.Until is null ? "" : $" without {watch.Until}")}", e);
        }
        catch (OperationCanceledException) when (watch.Until is null)
        {
            // Being told to stop is how this ends.
        }

        return ExitStatus.Done;
    }

    // In a pipe such as `watch | head -1` the next event, at which a write would fail, may never come.
    private static void EndWithReader(CancellationTokenSource limit)
    {
        if (Output.ReaderHasGone())
        {
            limit.Cancel();
        }
    }

    private static void Write(Output output, PlaneEvent happened, bool asJson, bool withNode)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(happened, PlaneJson.Default.PlaneEvent));
        }
        else
        {
            output.Data.Write(EventText.Line(happened, withNode) + "\n");
        }

        output.Flush();
    }

    private sealed record Watch(EventFilter Filter, string? Until, TimeSpan Timeout, bool AsJson);
}
