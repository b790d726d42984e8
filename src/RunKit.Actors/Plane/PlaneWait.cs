using RunKit.Actors.Agents;
using RunKit.Actors.Panes;
using RunKit.Tmux.Agents;

namespace RunKit.Actors.Plane;

/// <summary>Waits at a pane for whatever a request names: what its terminal and screen show, and the state of its agent. The first that holds ends it.</summary>
/// <param name="questions">Asks the actors.</param>
/// <param name="node">This node.</param>
/// <param name="nextWaiter">Numbers that tell waiters apart.</param>
internal sealed class PlaneWait(PlaneQuestions questions, string node, Func<long> nextWaiter)
{
    // What the answer may take when the time is over.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public async Task<WaitOutcome> RunAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        if (request.Agent is null || !request.TryRead(out var condition, out _) || !AgentState.TryStatus(request.Agent, out var status))
        {
            return await AtPaneAsync(pane, request, cancellationToken).ConfigureAwait(false);
        }

        if (condition.IsEmpty)
        {
            return await ForAgentAsync(pane, status, request.Timeout, cancellationToken).ConfigureAwait(false);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<WaitOutcome>[] both = [AtPaneAsync(pane, request with { Agent = null }, end.Token), ForAgentAsync(pane, status, request.Timeout, end.Token)];
        var first = await Task.WhenAny(both).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(both).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }

    private Task<WaitOutcome> AtPaneAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        var waiter = nextWaiter();
        return AskAsync(new WaitsProtocol.Wait(node, waiter, pane, request), request.Timeout, new WaitsProtocol.Forget(node, waiter), cancellationToken);
    }

    private Task<WaitOutcome> ForAgentAsync(PaneAddress pane, AgentStatus status, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waiter = nextWaiter();
        return AskAsync(new AgentsProtocol.AwaitAgent(node, waiter, pane, status, timeout), timeout, new AgentsProtocol.ForgetAgent(node, waiter), cancellationToken);
    }

    private async Task<WaitOutcome> AskAsync(object wait, TimeSpan timeout, object forget, CancellationToken cancellationToken)
    {
        var actor = await questions.SupervisorAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var ended = await questions.AskAsync<WaitsProtocol.WaitEnded>(wait, timeout + Margin, cancellationToken).ConfigureAwait(false);
            return ended.Outcome;
        }
        catch (OperationCanceledException)
        {
            actor.Tell(forget, ActorRefs.NoSender);
            throw;
        }
    }
}
