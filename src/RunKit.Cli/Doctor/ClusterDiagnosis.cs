using System.Globalization;

namespace RunKit.Cli.Doctor;

/// <summary>Judges what a node tells of its cluster. Nothing is asked here.</summary>
internal static class ClusterDiagnosis
{
    private static readonly TimeSpan SoonEnds = TimeSpan.FromDays(30);

    // What is compared across machines, an event's time or an age, is off by as much.
    private const long MostSkewMs = 2000;

    /// <summary>Everything that is wrong, node by node.</summary>
    /// <param name="nodes">As the node here sees them, itself among them.</param>
    public static ImmutableArray<Finding> Of(ImmutableArray<NodeView> nodes, DateTimeOffset now) =>
        [.. nodes.Length < 2 && nodes.All(node => node.CertificateUntil is null) ? [] : nodes.SelectMany(node => Node(node, nodes, now))];

    private static IEnumerable<Finding> Node(NodeView node, ImmutableArray<NodeView> nodes, DateTimeOffset now)
    {
        if (node.CertificateUntil is { } until && until - now < SoonEnds)
        {
            yield return new Finding(
                FindingKind.ClusterCertificate,
                node.Name,
                $"its certificate counts until {until.UtcDateTime:yyyy-MM-dd}",
                $"renew it: runkit cluster invite {node.Name}, where the cluster was founded, and runkit cluster join on {node.Name}");
        }

        if (node.State == NodeState.Unreachable)
        {
            yield return new Finding(
                FindingKind.UnreachableNode,
                node.Name,
                $"it is not reached at {node.Address} since {node.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
                $"look at it; if it will not return: runkit nodes forget {node.Name}");
        }

        var own = nodes.FirstOrDefault(each => each.Self);
        if (node is { Self: false, Version: { } version } && own?.Version is { } ours && version != ours)
        {
            yield return new Finding(FindingKind.NodeVersion, node.Name, $"it runs RunKit {version}, and the node here {ours}", "update the older one");
        }

        if (node.ClockAheadMs is { } ahead && Math.Abs(ahead) > MostSkewMs)
        {
            yield return new Finding(
                FindingKind.NodeClock,
                node.Name,
                string.Create(CultureInfo.InvariantCulture, $"its clock is {Math.Abs(ahead) / 1000.0:0.#} s {(ahead > 0 ? "ahead of" : "behind")} the one here"),
                "set the clocks, with NTP");
        }
    }
}
