namespace RunKit.Cluster.Certificates;

/// <summary>The cluster's files, or what is asked of them, cannot be used: <paramref name="message"/> is the one line that says why.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class ClusterProblemException(string message) : Exception(message);
