using RunKit.Cli.Nodes;
using RunKit.Client;
using RunKit.Cluster.Certificates;

namespace RunKit.Cli.Doctor;

/// <summary>Looks at this machine's part of a cluster: its files, and what its node tells of the others.</summary>
internal static class ClusterExaminer
{
    /// <summary>What is wrong; nothing where this machine is in no cluster.</summary>
    public static async Task<ImmutableArray<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (ClusterPlace.Find("") is not { Exist: true } files)
        {
            return [];
        }

        try
        {
            files.Load(now);
        }
        catch (ClusterProblemException e)
        {
            var parts = e.Message.Split("; ", 2);
            return [new Finding(FindingKind.ClusterCertificate, files.Directory, parts[0], parts.Length > 1 ? parts[1] : "run: runkit cluster join, with a new invitation")];
        }

        try
        {
            var node = await HttpControlPlane.ConnectAsync(NodeOption.SocketOf(null), cancellationToken);
            return ClusterDiagnosis.Of(await node.GetNodesAsync(cancellationToken), now);
        }
        catch (Exception e) when (e is NodeUnreachableException or NodeProblemException or TimeoutException or VerbException)
        {
            // Without a node nothing is known of the others.
            return [];
        }
    }
}
