using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Cluster.Relay;

/// <summary>Does on this node's own plane what another node asks, and writes each answer as JSON.</summary>
internal static class Answering
{
    /// <summary>The answers in order: one, of an event stream or a run as many as there are.</summary>
    /// <exception cref="NodeCallException">It asks for what cannot be.</exception>
    public static IAsyncEnumerable<byte[]> AnswerAsync(this NodeCall call, IControlPlane plane, string caller, CancellationToken cancellationToken) => call switch
    {
        ServersCall => OnceAsync(() => plane.GetServersAsync(cancellationToken), PlaneJson.Default.ImmutableArrayServerView),
        LastEventIdCall => OnceAsync(async () => (await plane.GetLastEventIdAsync(cancellationToken).ConfigureAwait(false)).ToString(), RelayJson.Default.String),
        EventsCall events => EachAsync(plane.ReadEventsAsync(Filter(events), cancellationToken), PlaneJson.Default.PlaneEvent, cancellationToken),
        TreeCall tree => OnceAsync(() => plane.GetTreeAsync(tree.Server, cancellationToken), RelayJson.Default.TreeOutcome),
        CaptureCall capture => OnceAsync(() => plane.CaptureAsync(At(capture.Server, capture.Pane), new CaptureOptions(capture.History), cancellationToken), PlaneJson.Default.CaptureOutcome),
        WaitCall wait when !wait.Request.TryRead(out _, out var problem) => throw Bad(problem),
        WaitCall wait => OnceAsync(() => plane.WaitAsync(At(wait.Server, wait.Pane), wait.Request, cancellationToken), PlaneJson.Default.WaitOutcome),
        RunsCall => OnceAsync(() => plane.GetRunsAsync(cancellationToken), PlaneJson.Default.ImmutableArrayRunView),
        AgentsCall agents => OnceAsync(() => plane.GetAgentsAsync(agents.All, cancellationToken), PlaneJson.Default.AgentReport),
        ExplainAgentCall explain => OnceAsync(() => plane.ExplainAgentAsync(At(explain.Server, explain.Pane), cancellationToken), PlaneJson.Default.AgentOutcome),
        TestNotificationsCall => OnceAsync(() => plane.TestNotificationsAsync(cancellationToken), PlaneJson.Default.ImmutableArrayNoticeResult),
        SendCall send => OnceAsync(() => plane.SendAsync(At(send.Server, send.Pane), send.Request, cancellationToken), PlaneJson.Default.SendOutcome),
        KeysCall { Request.Keys.IsDefaultOrEmpty: true } => throw Bad("which keys?"),
        KeysCall keys => OnceAsync(() => plane.KeysAsync(At(keys.Server, keys.Pane), keys.Request, cancellationToken), PlaneJson.Default.SendOutcome),
        RunCall run when run.Request.Problem() is { } problem => throw Bad(problem),
        RunCall run => EachAsync(plane.RunAsync(run.Server, run.Request, cancellationToken), PlaneJson.Default.RunEvent, cancellationToken),
        CancelRunCall cancel => OnceAsync(() => plane.CancelRunAsync(cancel.Run, cancellationToken), RelayJson.Default.RunView!),
        NewCall created when created.Request.Problem() is { } problem => throw Bad(problem),
        NewCall created => OnceAsync(() => plane.NewAsync(created.Request, cancellationToken), PlaneJson.Default.CreateOutcome),
        GuardCall guard => OnceAsync(() => plane.GuardAsync(guard.Server, cancellationToken), PlaneJson.Default.CommandOutcome),
        ReleaseCall release => OnceAsync(() => plane.ReleaseAsync(release.Server, new ReleaseOptions(release.Force), cancellationToken), PlaneJson.Default.CommandOutcome),
        KillCall kill => OnceAsync(() => plane.KillAsync(kill.Server, new KillOptions(kill.Force), cancellationToken), PlaneJson.Default.KillOutcome),
        ExecuteCall { Words.IsDefaultOrEmpty: true } => throw Bad("a command needs words"),
        ExecuteCall { TimeoutMs: <= 0 or > MostTimeoutMs } => throw Bad("a command's time limit is more than 0 and at most an hour"),
        ExecuteCall execute => OnceAsync(() => plane.ExecuteAsync(execute.Server, execute.Words, Options(execute, caller), cancellationToken), PlaneJson.Default.CommandOutcome),
        _ => throw Bad("this node does not know that call"),
    };

    private const long MostTimeoutMs = 3_600_000;

    private static CommandOptions Options(ExecuteCall call, string caller) =>
        new(caller, call.TimeoutMs is { } limit ? TimeSpan.FromMilliseconds(limit) : null) { Input = call.Input is { } input ? [.. input] : null };

    private static EventFilter Filter(EventsCall call) => new()
    {
        Types = call.Types.IsDefault ? [] : call.Types,
        Servers = call.Servers.IsDefault ? [] : call.Servers,
        After = EventId.TryParse(call.After, out var after) ? after : null,
        Since = call.Since,
    };

    private static PaneAddress At(ServerName server, PaneId pane) => new(server, pane);

    private static NodeCallException Bad(string problem) => new(NodeCallException.Failed, problem);

    private static async IAsyncEnumerable<byte[]> OnceAsync<T>(Func<Task<T>> ask, JsonTypeInfo<T> type)
    {
        yield return JsonSerializer.SerializeToUtf8Bytes(await ask().ConfigureAwait(false), type);
    }

    private static async IAsyncEnumerable<byte[]> EachAsync<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return JsonSerializer.SerializeToUtf8Bytes(item, type);
        }
    }
}
