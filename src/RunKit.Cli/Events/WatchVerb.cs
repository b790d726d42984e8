using System.Text.Json;
using RunKit.Api.Client;

namespace RunKit.Cli.Events;

/// <summary><c>watch</c>: events as they happen.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan LookForReader = TimeSpan.FromMilliseconds(500);

    public static Command Create(Output output)
    {
        var command = new Command("watch", "Print events as they happen");
        var server = new ServerOptions(command, required: false);
        var after = new Option<string>("--after") { HelpName = "ID", Description = "Go on behind this event" };
        var until = new Option<string>("--until") { HelpName = "TYPE", Description = "End with the first event of this type, such as server.lost" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "End after so long, such as 10s or 5m, with exit status 124" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line" };
        foreach (var option in (Option[])[after, until, timeout, json])
        {
            command.Options.Add(option);
        }

        after.Validators.Add(result => Check(result, text => EventId.TryParse(text, out _) ? null : $"--after {text}: an event id is EPOCH-SEQ, as watch --json prints it."));
        until.Validators.Add(result => Check(result, text => EventTypes.All.Contains(text) ? null : $"--until {text}: there is no such event; {Nearest(text)}."));
        timeout.Validators.Add(result => Check(result, text => Duration.Problem("--timeout", text, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(20))));
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var watch = new Watch(
                server.Get(parsed)?.In(plane.SocketDirectory),
                EventId.TryParse(parsed.GetValue(after), out var id) ? id : null,
                parsed.GetValue(until),
                parsed.GetValue(timeout) is { } limit && Duration.TryParse(limit, out var length) ? length : Timeout.InfiniteTimeSpan,
                parsed.GetValue(json));
            return await RunAsync(plane, watch, output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(HttpControlPlane plane, Watch watch, Output output, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(watch.Timeout);
        using var look = new Timer(_ => EndWithReader(limit), null, LookForReader, LookForReader);
        try
        {
            await foreach (var happened in plane.ReadEventsAsync(watch.After, () => Output.Complain($"watching node {plane.Node}"), limit.Token))
            {
                if (watch.Server is not null && happened is ServerEventEnvelope envelope && envelope.Server != watch.Server)
                {
                    continue;
                }

                Write(output, happened, watch.AsJson);
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

    private static void Write(Output output, PlaneEvent happened, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(happened, PlaneJson.Default.PlaneEvent));
        }
        else
        {
            output.Data.Write(EventText.Line(happened) + "\n");
        }

        output.Flush();
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, Func<string, string?> problem)
    {
        if (result.Tokens is [var token, ..] && problem(token.Value) is { } text)
        {
            result.AddError(text);
        }
    }

    private static string Nearest(string type)
    {
        var family = type.Split('.')[0] + ".";
        var kin = EventTypes.All.Where(known => known.StartsWith(family, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        return kin.Length > 0
            ? $"of {family} there are {string.Join(", ", kin)}"
            : $"there are {string.Join(", ", EventTypes.All.Order(StringComparer.Ordinal))}";
    }

    private sealed record Watch(ServerName? Server, EventId? After, string? Until, TimeSpan Timeout, bool AsJson);
}
