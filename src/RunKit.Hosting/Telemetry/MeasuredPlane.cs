using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Hosting.Telemetry;

/// <summary>
/// A plane whose commands are measured, and spans from their caller to tmux's answer. Of a tmux command only the name is told: its words may
/// be what somebody types.
/// </summary>
internal sealed class MeasuredPlane(IControlPlane plane, PlaneInstruments instruments) : IControlPlane
{
    public string Node => plane.Node;

    public IControlPlane For(string caller) => new MeasuredPlane(plane.For(caller), instruments);

    public Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken) => plane.GetServersAsync(cancellationToken);

    public Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) => plane.GetLastEventIdAsync(cancellationToken);

    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) => plane.ReadEventsAsync(after, cancellationToken);

    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, CancellationToken cancellationToken) => plane.ReadEventsAsync(filter, cancellationToken);

    public Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken) => plane.GetTreeAsync(server, cancellationToken);

    public Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("new", request.Server, null, () => plane.NewAsync(request, cancellationToken));
    }

    public Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken) =>
        MeasureAsync("kill", server, null, () => plane.KillAsync(server, options, cancellationToken));

    public Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken) =>
        MeasureAsync("exec", server, words.IsDefaultOrEmpty ? null : words[0], () => plane.ExecuteAsync(server, words, options, cancellationToken));

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken) => plane.GetAgentsAsync(all, cancellationToken);

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken) => plane.ExplainAgentAsync(pane, cancellationToken);

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken) => plane.TestNotificationsAsync(cancellationToken);

    public Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return MeasureAsync("capture", pane.Server, null, () => plane.CaptureAsync(pane, options, cancellationToken));
    }

    public IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken) =>
        plane.OpenPaneAsync(pane, options, cancellationToken);

    public Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("attach", server, null, () => plane.OpenTerminalAsync(server, request, cancellationToken));

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return MeasureAsync("wait", pane.Server, null, () => plane.WaitAsync(pane, request, cancellationToken));
    }

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var measured = new MeasuredCommand(instruments, "run", server, null);
        await using var events = plane.RunAsync(server, request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await measured.StepAsync(() => events.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            if (events.Current is RunEvent.Ended ended)
            {
                measured.Ended(OutcomeWords.Of(ended.Result), ended.Result is RunResult.Exited or RunResult.Signalled);
            }

            yield return events.Current;
        }
    }

    public Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken) => plane.GetRunsAsync(cancellationToken);

    public Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken) => plane.CancelRunAsync(run, cancellationToken);

    public Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return MeasureAsync("send", pane.Server, null, () => plane.SendAsync(pane, request, cancellationToken));
    }

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return MeasureAsync("keys", pane.Server, null, () => plane.KeysAsync(pane, request, cancellationToken));
    }

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken) =>
        MeasureAsync("release", server, null, () => plane.ReleaseAsync(server, options, cancellationToken));

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) =>
        MeasureAsync("guard", server, null, () => plane.GuardAsync(server, cancellationToken));

    private async Task<T> MeasureAsync<T>(string verb, ServerName server, string? command, Func<Task<T>> ask)
        where T : class
    {
        using var measured = new MeasuredCommand(instruments, verb, server, command);
        var outcome = await measured.StepAsync(ask).ConfigureAwait(false);
        measured.Ended(OutcomeWords.Of(outcome), WasDone(outcome));
        return outcome;
    }

    private static bool WasDone(object outcome) => outcome
        is CommandOutcome.Completed or KillOutcome.Killed or KillOutcome.AlreadyDead or CreateOutcome.Created or CreateOutcome.Joined
        or CaptureOutcome.Captured or SendOutcome.Delivered or WaitOutcome.Held or TerminalOutcome.Opened;
}
