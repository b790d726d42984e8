using System.Runtime.CompilerServices;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Security;

/// <summary>
/// The plane as one caller has it: the servers that its token does not reach are not there, and each change leaves its two lines in the audit
/// log. A change that has begun is seen through to its end, whatever becomes of the caller.
/// </summary>
/// <param name="plane">The plane, told that its changes are written down here.</param>
/// <param name="servers">Which servers there are for this caller, by name; null for all.</param>
/// <param name="audit">The caller's lines.</param>
internal sealed class CallerPlane(IControlPlane plane, string? servers, CallerAudit audit) : IControlPlane
{
    public string Node => plane.Node;

    public async Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken) =>
        [.. (await plane.GetServersAsync(cancellationToken).ConfigureAwait(false)).Where(view => AccessToken.Reaches(servers, view.Name))];

    public Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) => plane.GetLastEventIdAsync(cancellationToken);

    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) =>
        ReadEventsAsync(EventFilter.All with { After = after }, cancellationToken);

    public async IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in plane.ReadEventsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (happened is not ServerEventEnvelope envelope || Reaches(envelope.Server))
            {
                yield return happened;
            }
        }
    }

    public async Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Reaches(request.Server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("new", request.Server, Length(request.Command)), () => plane.NewAsync(request, CancellationToken.None), AuditCodes.Of).ConfigureAwait(false)
            : new CreateOutcome.NotCreated(NotReached(request.Server));
    }

    public async Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Reaches(server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("kill", server, detail: options.Force ? "force" : null), () => plane.KillAsync(server, options, CancellationToken.None), AuditCodes.Of).ConfigureAwait(false)
            : new KillOutcome.UnknownServer();
    }

    public async Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken) =>
        Reaches(server) ? await plane.GetTreeAsync(server, cancellationToken).ConfigureAwait(false) : new TreeOutcome.UnknownServer();

    public async Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Reaches(server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("exec", server, AuditedCommand.Of(words, options.Input?.Length ?? 0)),
                () => plane.ExecuteAsync(server, words, options, CancellationToken.None),
                AuditCodes.Of).ConfigureAwait(false)
            : new CommandOutcome.NotSent(NotReached(server));
    }

    public async Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken)
    {
        var report = await plane.GetAgentsAsync(all, cancellationToken).ConfigureAwait(false);
        return new AgentReport(
            report.Agents.RemoveAll(agent => !AccessToken.Reaches(servers, agent.Server)), report.NotRead.RemoveAll(not => !AccessToken.Reaches(servers, not.Server)));
    }

    public async Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return Reaches(pane.Server) ? await plane.ExplainAgentAsync(pane, cancellationToken).ConfigureAwait(false) : new AgentOutcome.UnknownPane();
    }

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken) => plane.TestNotificationsAsync(cancellationToken);

    public async Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return Reaches(pane.Server) ? await plane.CaptureAsync(pane, options, cancellationToken).ConfigureAwait(false) : new CaptureOutcome.UnknownPane();
    }

    public IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return Reaches(pane.Server)
            ? plane.OpenPaneAsync(pane, options, cancellationToken)
            : new[] { new PaneStreamEvent.Ended(NotReached(pane.Server)) }.ToAsyncEnumerable();
    }

    public async Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Reaches(server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("attach", server, detail: request.ReadOnly ? $"{request.Target} read-only" : request.Target),
                () => plane.OpenTerminalAsync(server, request, cancellationToken),
                AuditCodes.Of).ConfigureAwait(false)
            : new TerminalOutcome.UnknownServer();
    }

    public async Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return Reaches(pane.Server) ? await plane.WaitAsync(pane, request, cancellationToken).ConfigureAwait(false) : new WaitOutcome.UnknownPane();
    }

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Reaches(server))
        {
            yield return new RunEvent.Ended(new RunResult.Refused(NotReached(server)), null);
            yield break;
        }

        // Its length alone: any word may be somebody's secret.
        var end = audit.Begin("run", server, Length(request.Command));
        var outcome = ProblemCodes.OutcomeUnknown;
        try
        {
            await foreach (var happened in plane.RunAsync(server, request, cancellationToken).ConfigureAwait(false))
            {
                outcome = happened is RunEvent.Ended ended ? AuditCodes.Of(ended.Result) : outcome;
                yield return happened;
            }
        }
        finally
        {
            end(outcome);
        }
    }

    public async Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken) =>
        [.. (await plane.GetRunsAsync(cancellationToken).ConfigureAwait(false)).Where(run => Reaches(run.Server))];

    public async Task<RunView?> GetRunAsync(RunId run, CancellationToken cancellationToken) =>
        await plane.GetRunAsync(run, cancellationToken).ConfigureAwait(false) is { } known && Reaches(known.Server) ? known : null;

    public async Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken) =>
        await GetRunAsync(run, cancellationToken).ConfigureAwait(false) is { } known
            ? await CallerAudit.AroundAsync(
                audit.Begin("cancel-run", known.Server, detail: run.ToString()),
                () => plane.CancelRunAsync(run, CancellationToken.None),
                asked => asked is null ? ProblemCodes.UnknownRun : AuditLog.Done).ConfigureAwait(false)
            : null;

    public async Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        return Reaches(pane.Server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("send", pane.Server, new AuditedCommand([], 1, request.Text.Length), pane.Pane.ToString()),
                () => plane.SendAsync(pane, request, CancellationToken.None),
                AuditCodes.Of).ConfigureAwait(false)
            : new SendOutcome.Refused(NotReached(pane.Server));
    }

    public async Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        return Reaches(pane.Server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("keys", pane.Server, Length(request.Keys), pane.Pane.ToString()),
                () => plane.KeysAsync(pane, request, CancellationToken.None),
                AuditCodes.Of).ConfigureAwait(false)
            : new SendOutcome.Refused(NotReached(pane.Server));
    }

    public async Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Reaches(server)
            ? await CallerAudit.AroundAsync(
                audit.Begin("release", server, detail: options.Force ? "force" : null), () => plane.ReleaseAsync(server, options, CancellationToken.None), AuditCodes.Of).ConfigureAwait(false)
            : new CommandOutcome.NotSent(NotReached(server));
    }

    public async Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) => Reaches(server)
        ? await CallerAudit.AroundAsync(audit.Begin("guard", server), () => plane.GuardAsync(server, CancellationToken.None), AuditCodes.Of).ConfigureAwait(false)
        : new CommandOutcome.NotSent(NotReached(server));

    private static AuditedCommand Length(ImmutableArray<string> words) => new([], words.Length, words.Sum(word => word.Length));

    private bool Reaches(ServerName server) => AccessToken.Reaches(servers, server.Value);

    private static string NotReached(ServerName server) => $"there is no server {server}";
}
