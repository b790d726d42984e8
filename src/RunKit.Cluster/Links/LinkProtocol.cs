namespace RunKit.Cluster.Links;

/// <summary>What the link, the directory and the relay tell each other. None of it travels.</summary>
internal static class LinkProtocol
{
    /// <summary>Says something to a node; dropped when it is not linked.</summary>
    public sealed record Say(string Node, NodeMessage Message);

    /// <summary>Says something to every linked node.</summary>
    public sealed record SayToAll(NodeMessage Message);

    /// <summary>A node said something.</summary>
    public sealed record Heard(string Node, NodeMessage Message);

    /// <summary>A node and this one have recognised each other.</summary>
    public sealed record Linked(string Node);

    /// <summary>What was said to a node may be lost, and it will say nothing more: it ended, began anew, or was taken out.</summary>
    public sealed record Unlinked(string Node);

    /// <summary>Takes a node out of the cluster.</summary>
    public sealed record Forget(string Address);

    /// <summary>Time to say hello to those who have not proved who they are.</summary>
    public sealed record HelloDue;

    /// <summary>Says hello to whoever is at an address.</summary>
    public sealed record Greet(string Address);

    /// <summary>Who is at an address has answered, and told of its cluster.</summary>
    public sealed record Answered(string Address, IslandFacts Island);

    /// <summary>Looks whether something was revoked on this machine.</summary>
    public sealed record Reread;

    /// <summary>Time to say hello to those who are no members.</summary>
    public sealed record IslandDue;

    /// <summary>Whoever is there has answered.</summary>
    public sealed record DecideDue;
}
