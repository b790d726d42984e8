using RunKit.Mcp.Jobs;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp;

/// <summary>One client: which plane it uses, what it may do, and what it has begun.</summary>
/// <param name="Plane">The plane.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Own">The pane that it runs in; null when that is none, or not known.</param>
/// <param name="Jobs">Its runs and waits.</param>
internal sealed record ToolSession(IControlPlane Plane, AccessScope Scope, OwnPane? Own, JobTable Jobs)
{
    /// <summary>Who wants to hear how the call goes on; null when nobody does.</summary>
    public CallProgress? Progress { get; init; }

    /// <summary>Waits for the end of a job, for so long, and tells each second that it goes on.</summary>
    public async Task WaitAsync(Job job, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Progress is null)
        {
            await job.WaitAsync(limit, Jobs.Time, cancellationToken).ConfigureAwait(false);
            return;
        }

        var began = Jobs.Time.GetTimestamp();
        for (var left = limit; left > TimeSpan.Zero && !job.HasEnded; left = limit - Jobs.Time.GetElapsedTime(began))
        {
            await job.WaitAsync(left < CallProgress.Interval ? left : CallProgress.Interval, Jobs.Time, cancellationToken).ConfigureAwait(false);
            if (!job.HasEnded)
            {
                await Progress.TellAsync(Jobs.Time.GetElapsedTime(began), limit, job.Progress, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <exception cref="ToolException">It cannot be told what lives there.</exception>
    public async Task<ServerTree> TreeAsync(ServerName server, CancellationToken cancellationToken) =>
        await Plane.GetTreeAsync(server, cancellationToken).ConfigureAwait(false) switch
        {
            TreeOutcome.Known known => known.Tree.WithoutHidden(),
            TreeOutcome.NotKnown not => throw new ToolException($"what lives on {server} is not known: {not.Reason}"),
            _ => throw new ToolException($"there is no server {server}; call list"),
        };

    /// <exception cref="ToolException">It is no name of a server.</exception>
    public static ServerName Server(string text) => ServerName.TryParse(text, out var name)
        ? name
        : throw new ToolException($"'{Printable.Line(text)}' is no server's name; call list");

    /// <summary>Refuses what a client would do to itself.</summary>
    /// <exception cref="ToolException">It is the client's own pane.</exception>
    public void RefuseOwn(ServerTree tree, IEnumerable<PaneId> panes)
    {
        if (Own is { } own && panes.Any(pane => own.Is(tree.Generation, pane)))
        {
            throw new ToolException($"{own.Pane} is the pane that you run in yourself; nothing was done");
        }
    }
}
