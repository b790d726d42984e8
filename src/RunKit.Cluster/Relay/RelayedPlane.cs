using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;

namespace RunKit.Cluster.Relay;

/// <summary>Another node's plane: every call goes to that node and comes back with its answer.</summary>
internal sealed class RelayedPlane(string node, NodeCaller caller, Relays relays, TimeProvider time) : IControlPlane
{
    // Each is what the node itself allows, and what the way there may take.
    private static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan CaptureLimit = TimeSpan.FromSeconds(65);

    public string Node => node;

    public IControlPlane For(string name) => new RelayedPlane(node, caller with { Name = name }, relays, time);

    public Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken) =>
        OnceAsync(new ServersCall(), PlaneJson.Default.ImmutableArrayServerView, QueryLimit, cancellationToken);

    public async Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) =>
        EventId.TryParse(await OnceAsync(new LastEventIdCall(), RelayJson.Default.String, QueryLimit, cancellationToken).ConfigureAwait(false), out var id)
            ? id
            : throw new TimeoutException($"what node {node} answered cannot be read");

    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) =>
        ReadEventsAsync(EventFilter.All with { After = after }, cancellationToken);

    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return EachAsync(new EventsCall(filter.Types, filter.Servers, filter.After?.ToString(), filter.Since), PlaneJson.Default.PlaneEvent, cancellationToken);
    }

    public Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return OnceAsync(new NewCall(request), PlaneJson.Default.CreateOutcome, LongLimit + request.Timeout, cancellationToken);
    }

    public Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OnceAsync(new KillCall(server, options.Force), PlaneJson.Default.KillOutcome, LongLimit, cancellationToken);
    }

    public Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken) =>
        OnceAsync(new TreeCall(server), RelayJson.Default.TreeOutcome, QueryLimit, cancellationToken);

    /// <summary>As the plane says; a command whose answer does not come back is <see cref="CommandOutcome.Unknown"/>, and one that never left is <see cref="CommandOutcome.NotSent"/>.</summary>
    public async Task<CommandOutcome> ExecuteAsync(ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var call = new ExecuteCall(server, words, (long?)options.Timeout?.TotalMilliseconds, options.Input is { } input ? [.. input] : null);
        return await CommandAsync(call, options.Timeout, cancellationToken).ConfigureAwait(false);
    }

    public Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(options);
        return OnceAsync(new CaptureCall(pane.Server, pane.Pane, options.History), PlaneJson.Default.CaptureOutcome, CaptureLimit, cancellationToken);
    }

    public async IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return new PaneStreamEvent.Ended(NotFromHere);
    }

    public Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<TerminalOutcome>(new TerminalOutcome.NotOpened(NotFromHere));

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        return OnceAsync(new WaitCall(pane.Server, pane.Pane, request), PlaneJson.Default.WaitOutcome, LongLimit + request.Timeout, cancellationToken);
    }

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunView? run = null;
        await using var events = EachAsync(new RunCall(server, request), PlaneJson.Default.RunEvent, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            RunEvent happened;
            try
            {
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }

                happened = events.Current;
            }
            catch (TimeoutException e)
            {
                happened = new RunEvent.Ended(new RunResult.Lost(e.Message), run);
            }

            run = (happened as RunEvent.Started)?.Run ?? run;
            yield return happened;
            if (happened is RunEvent.Ended)
            {
                yield break;
            }
        }
    }

    public Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken) =>
        OnceAsync(new RunsCall(), PlaneJson.Default.ImmutableArrayRunView, QueryLimit, cancellationToken);

    public Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken) =>
        OnceAsync(new CancelRunCall(run), RelayJson.Default.RunView, QueryLimit, cancellationToken)!;

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken) =>
        OnceAsync(new AgentsCall(all), PlaneJson.Default.AgentReport, CommandLimit, cancellationToken);

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return OnceAsync(new ExplainAgentCall(pane.Server, pane.Pane), PlaneJson.Default.AgentOutcome, CommandLimit, cancellationToken);
    }

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken) =>
        OnceAsync(new TestNotificationsCall(), PlaneJson.Default.ImmutableArrayNoticeResult, LongLimit, cancellationToken);

    public async Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        return await SentAsync(new SendCall(pane.Server, pane.Pane, request), request.Timeout, cancellationToken).ConfigureAwait(false);
    }

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return SentAsync(new KeysCall(pane.Server, pane.Pane, request), SendRequest.UsualTimeout, cancellationToken);
    }

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CommandAsync(new ReleaseCall(server, options.Force), null, cancellationToken);
    }

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) => CommandAsync(new GuardCall(server), null, cancellationToken);

    private async Task<CommandOutcome> CommandAsync(NodeCall call, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await OnceAsync(call, PlaneJson.Default.CommandOutcome, CommandLimit + (timeout ?? TimeSpan.Zero), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            return new CommandOutcome.Unknown(e.Message, TimedOut: true);
        }
    }

    private string NotFromHere => $"panes and terminals of node {node} are not shown on another node: look there, or capture it";

    private async Task<SendOutcome> SentAsync(NodeCall call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await OnceAsync(call, PlaneJson.Default.SendOutcome, LongLimit + timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            return new SendOutcome.Unknown(e.Message);
        }
    }

    private async Task<T> OnceAsync<T>(NodeCall call, JsonTypeInfo<T> type, TimeSpan limit, CancellationToken cancellationToken)
    {
        await foreach (var item in relays.AskAsync(node, caller, call, limit, time, cancellationToken).ConfigureAwait(false))
        {
            return Read(item, type)!;
        }

        throw new TimeoutException($"node {node} ended it without an answer; nobody can tell whether it was done");
    }

    private async IAsyncEnumerable<T> EachAsync<T>(NodeCall call, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in relays.AskAsync(node, caller, call, Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false))
        {
            yield return Read(item, type)!;
        }
    }

    private T? Read<T>(byte[] item, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(item, type);
        }
        catch (JsonException e)
        {
            throw new TimeoutException($"what node {node} answered cannot be read; nobody can tell whether it was done", e);
        }
    }
}
