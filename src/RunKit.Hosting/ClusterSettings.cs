using RunKit.ControlPlane;

namespace RunKit.Hosting;

/// <summary>How a node behaves in a cluster of nodes.</summary>
/// <param name="Directory">Where the cluster's files are; empty for the place that the node chooses. Without files there it is in no cluster.</param>
/// <param name="Grant">What callers of other nodes may do here, at most.</param>
public sealed record ClusterSettings(string Directory, AccessScope Grant);
