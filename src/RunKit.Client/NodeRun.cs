using System.Runtime.CompilerServices;
using System.Text.Json;
using RunKit.Tmux.Panes;

namespace RunKit.Client;

/// <summary>One run at a node, as its answer tells it.</summary>
internal static class NodeRun
{
    /// <exception cref="NodeProblemException">The node does not answer as one does.</exception>
    public static async IAsyncEnumerable<RunEvent> ReadAsync(
        NodeClient client, ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, PlaneJson.Default.RunRequest);
        var (opened, problem) = await OpenAsync(client, server, body, cancellationToken).ConfigureAwait(false);
        if (opened is null)
        {
            yield return new RunEvent.Ended(new RunResult.Refused(problem), null);
            yield break;
        }

        using var reply = opened;
        RunView? run = null;
        while (await NextAsync(reply, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var happened = Read(line);
            run = (happened as RunEvent.Started)?.Run ?? run;
            yield return happened;
            if (happened is RunEvent.Ended)
            {
                yield break;
            }
        }

        yield return new RunEvent.Ended(
            new RunResult.Lost(run is null ? "the node ended before it said whether it was started" : $"the node ended, and the command runs on; ask what became of it with: runkit runs {run.Id}"),
            run);
    }

    private static async Task<(NodeReply? Reply, string Problem)> OpenAsync(NodeClient client, ServerName server, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.OpenAsync("POST", $"{HttpPaths.Servers}/{server.Value}/run", body, cancellationToken).ConfigureAwait(false), "");
        }
        catch (NodeProblemException e) when (e.Code == ProblemCodes.UnknownServer)
        {
            return (null, e.Message);
        }
    }

    private static async Task<string?> NextAsync(NodeReply reply, CancellationToken cancellationToken)
    {
        try
        {
            return await reply.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static RunEvent Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, PlaneJson.Default.RunEvent) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new NodeProblemException($"the node told of a run what cannot be read: {e.Message}", e);
        }
    }
}
