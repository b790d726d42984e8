using RunKit.Cluster.Links;

namespace RunKit.Cluster.Membership;

/// <summary>What a node does about the clusters that it hears of: islands become one.</summary>
internal static class Island
{
    /// <summary>Decides.</summary>
    /// <param name="own">The cluster that this node is in.</param>
    /// <param name="others">Who answered, by address, and in which cluster each is.</param>
    /// <param name="isFounder">This node may begin a cluster.</param>
    /// <param name="unheard">How many known nodes have not answered.</param>
    /// <param name="silence">For how long no member of a cluster has answered.</param>
    public static IslandStep Decide(IslandFacts own, IReadOnlyDictionary<string, IslandFacts> others, bool isFounder, int unheard, TimeSpan silence)
    {
        var best = others.Where(other => other.Value.Members > 0)
            .OrderByDescending(other => other.Value.Members)
            .ThenBy(other => other.Value.Oldest, StringComparer.Ordinal)
            .ThenBy(other => other.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (own.Members == 0)
        {
            return best.Key is { } address ? new IslandStep.Join(address)
                : isFounder && (unheard == 0 || silence >= FounderPatience) ? new IslandStep.Found()
                : new IslandStep.Stay();
        }

        return best.Key is not null && IsSmaller(own, best.Value) ? new IslandStep.BeginAnew() : new IslandStep.Stay();
    }

    /// <summary>How long a founder listens for those who have not answered before it begins a cluster of its own.</summary>
    public static readonly TimeSpan FounderPatience = TimeSpan.FromSeconds(10);

    // Of two, exactly one is the smaller; two nodes that tell of the same oldest member are in one cluster, whatever each has heard of it.
    private static bool IsSmaller(IslandFacts own, IslandFacts other) => own.Oldest != other.Oldest
        && (own.Members < other.Members || (own.Members == other.Members && string.CompareOrdinal(own.Oldest, other.Oldest) > 0));
}

/// <summary>What a node does next about its cluster.</summary>
internal abstract record IslandStep
{
    /// <summary>Nothing.</summary>
    public sealed record Stay : IslandStep;

    /// <summary>Joins the cluster of the node at that address.</summary>
    public sealed record Join(string Address) : IslandStep;

    /// <summary>Begins a cluster of one.</summary>
    public sealed record Found : IslandStep;

    /// <summary>Leaves the cluster that it is in for a larger one, which takes a new actor system.</summary>
    public sealed record BeginAnew : IslandStep;
}
