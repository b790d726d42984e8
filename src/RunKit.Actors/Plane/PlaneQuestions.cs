using RunKit.Actors.Agents;
using RunKit.Actors.Notices;
using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Plane;

/// <summary>Asks the actors of a plane.</summary>
/// <param name="supervisor">Finds the supervisor; a caller that is quicker than the start of its host waits here.</param>
internal sealed class PlaneQuestions(Func<CancellationToken, Task<IActorRef>> supervisor)
{
    // Servers are looked at anew, and one that hangs is waited for.
    private static readonly TimeSpan AgentsLimit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan NoticesLimit = TimeSpan.FromSeconds(20);

    /// <summary>The agents of all servers.</summary>
    public async Task<AgentReport> AgentsAsync(string node, bool all, CancellationToken cancellationToken)
    {
        var agents = await AskAsync<AgentsProtocol.Agents>(new AgentsProtocol.GetAgents(node, all), AgentsLimit, cancellationToken).ConfigureAwait(false);
        return agents.Report;
    }

    /// <summary>The agent of one pane.</summary>
    public async Task<AgentOutcome> ExplainAsync(string node, PaneAddress pane, CancellationToken cancellationToken)
    {
        var explained = await AskAsync<AgentsProtocol.AgentExplained>(new AgentsProtocol.ExplainAgent(node, pane), AgentsLimit, cancellationToken).ConfigureAwait(false);
        return explained.Outcome;
    }

    /// <summary>Sends a notice for a test.</summary>
    public async Task<ImmutableArray<NoticeResult>> TestNoticesAsync(string node, CancellationToken cancellationToken)
    {
        var tested = await AskAsync<NoticesProtocol.Tested>(new NoticesProtocol.Test(node), NoticesLimit, cancellationToken).ConfigureAwait(false);
        return tested.Results;
    }

    /// <summary>The supervisor, as soon as it is there.</summary>
    public Task<IActorRef> SupervisorAsync(CancellationToken cancellationToken) => supervisor(cancellationToken);

    /// <exception cref="TimeoutException">There is no answer in time.</exception>
    public async Task<T> AskAsync<T>(object question, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var target = await supervisor(cancellationToken).ConfigureAwait(false);
            return await target.Ask<T>(question, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException($"the plane did not answer within {limit.TotalSeconds:0.#} s", e);
        }
    }
}
