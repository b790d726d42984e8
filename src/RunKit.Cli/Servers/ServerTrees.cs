using RunKit.Client;

namespace RunKit.Cli.Servers;

/// <summary>The trees of every server that lives.</summary>
/// <param name="Trees">Those that are known.</param>
/// <param name="Status">What the verb ends with: one that lives and cannot be read makes the whole a failure.</param>
internal sealed record ServerTrees(ImmutableArray<ServerTree> Trees, int Status)
{
    /// <summary>Reads them all, and complains of each that cannot be read; a dead server has no tree.</summary>
    public static async Task<ServerTrees> ReadAsync(IControlPlane plane, CancellationToken cancellationToken)
    {
        var views = await plane.GetServersAsync(cancellationToken);
        var status = ExitStatus.Done;
        var trees = ImmutableArray.CreateBuilder<ServerTree>();
        foreach (var view in views.Where(ListVerb.IsLive))
        {
            switch (await plane.GetTreeAsync(new ServerName(view.Name), cancellationToken))
            {
                case TreeOutcome.Known known:
                    trees.Add(known.Tree);
                    break;
                case TreeOutcome.NotKnown not:
                    Output.Complain(not.Reason);
                    status = ExitStatus.Failed;
                    break;
            }
        }

        return new ServerTrees(trees.ToImmutable(), status);
    }

    /// <summary>Those of all nodes of the cluster; a node that is not reached has none, and that is said.</summary>
    public static async Task<ServerTrees> ReadAllAsync(IControlPlane plane, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(plane, cancellationToken);
        if (plane is not HttpControlPlane own)
        {
            return all;
        }

        foreach (var node in (await own.GetNodesAsync(cancellationToken)).Where(node => !node.Self))
        {
            try
            {
                var others = node.State == NodeState.Up
                    ? await ReadAsync(own.On(node.Name), cancellationToken)
                    : throw new VerbException($"node {node.Name} is not reached");
                all = new ServerTrees([.. all.Trees, .. others.Trees], Math.Max(all.Status, others.Status));
            }
            catch (Exception e) when (e is VerbException or NodeProblemException or TimeoutException)
            {
                Output.Complain($"without the panes of node {node.Name}: {e.Message}");
                all = all with { Status = ExitStatus.Failed };
            }
        }

        return all;
    }

    /// <summary>The tree of one server.</summary>
    /// <exception cref="VerbException">It is not known.</exception>
    public static async Task<ServerTree> ReadAsync(IControlPlane plane, ServerName name, CancellationToken cancellationToken) =>
        await plane.GetTreeAsync(name, cancellationToken) switch
        {
            TreeOutcome.Known known => known.Tree,
            TreeOutcome.NotKnown not => throw new VerbException(not.Reason),
            _ => throw new VerbException($"there is no server named {name}; see: runkit ls"),
        };
}
