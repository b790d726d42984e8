using Akka.Cluster;
using RunKit.Cluster.Certificates;

namespace RunKit.Cluster.Links;

/// <summary>Where nodes are, as they write it (HOST:PORT) and as Akka does.</summary>
internal static class Addresses
{
    public static string Of(Member member) => FormattableString.Invariant($"{member.Address.Host}:{member.Address.Port}");

    /// <summary>As Akka has it; null when it is none.</summary>
    public static Address? ToAkka(Akka.Cluster.Cluster cluster, string address) => ListenAddress.Parse(address) is var (host, port)
        ? new Address(cluster.SelfAddress.Protocol, cluster.SelfAddress.System, host, port)
        : null;

    /// <summary>Sends something to the link of the node at an address.</summary>
    public static void Tell(Akka.Cluster.Cluster cluster, string address, IWireRecord message)
    {
        if (ToAkka(cluster, address) is { } at)
        {
            cluster.System.ActorSelection(new RootActorPath(at) / "user" / LinkActor.Name).Tell(message, ActorRefs.NoSender);
        }
    }

    /// <summary>Whether this node is a member of a cluster.</summary>
    public static bool IsMember(Akka.Cluster.Cluster cluster) => cluster.SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Joining;

    /// <summary>The cluster that this node is in.</summary>
    public static IslandFacts IslandOf(Akka.Cluster.Cluster cluster)
    {
        var members = cluster.State.Members;
        return IsMember(cluster) && members.Count > 0
            ? new IslandFacts(members.Count, Of(members.Aggregate((one, other) => one.IsOlderThan(other) ? one : other)))
            : IslandFacts.None;
    }
}
