namespace RunKit.Cluster;

/// <summary>How a node behaves in its cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>What callers of other nodes may do here, at most; each is limited by its own scope too.</summary>
    public AccessScope Grant { get; init; } = AccessScope.Read;

    /// <summary>How often a node tells the others how far it is.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it says hello to nodes that it knows of and that are no members.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it looks for changes of its own servers.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many calls of one other node are served at once.</summary>
    public int MostCalls { get; init; } = 256;

    /// <summary>Settings for the cluster's actor system, in HOCON, under its own; empty for none.</summary>
    public string Hocon { get; init; } = "";
}
