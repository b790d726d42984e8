namespace RunKit.Cluster.Links;

/// <summary>What may travel between nodes: nothing else of ours does.</summary>
internal interface IWireRecord;

/// <summary>What a node says of the cluster that it is in.</summary>
/// <param name="Members">How many members that has; 0 in none.</param>
/// <param name="Oldest">The address of the oldest member; empty in none.</param>
internal sealed record IslandFacts(int Members, string Oldest)
{
    /// <summary>In no cluster.</summary>
    public static IslandFacts None { get; } = new(0, "");
}

/// <summary>The hello: asks a node to prove who it is, and says who asks.</summary>
/// <param name="Protocol">The version of the protocol between nodes.</param>
/// <param name="Node">Who asks.</param>
/// <param name="Address">Where its answer goes.</param>
/// <param name="Incarnation">Which start of that node it is.</param>
/// <param name="Nonce">What the answer must be signed over; never used twice.</param>
/// <param name="Certificate">Of who asks: keys are agreed on with it.</param>
/// <param name="Island">The cluster of who asks.</param>
/// <param name="Revoked">The list of what is revoked, as text.</param>
/// <param name="Back">A hello is wanted in return: who asks has no key to speak with.</param>
internal sealed record Hello(
    int Protocol, string Node, string Address, long Incarnation, string Nonce, byte[] Certificate, IslandFacts Island, string Revoked, bool Back) : IWireRecord;

/// <summary>The answer to a <see cref="Hello"/>, signed with the key of the certificate in it.</summary>
/// <param name="To">The address of who asked.</param>
internal sealed record HelloAnswer(
    int Protocol, string Node, string Address, long Incarnation, string Nonce, byte[] Certificate, IslandFacts Island, string Revoked, string To, byte[] Signature) : IWireRecord;

/// <summary>Everything that is said between nodes that have recognised each other.</summary>
/// <param name="From">The address of who says it.</param>
/// <param name="Nonce">The nonce of the hello that the key was agreed on with.</param>
/// <param name="Sequence">Counts what is said with that key: what is older was said before.</param>
/// <param name="Body">A <see cref="NodeMessage"/>.</param>
/// <param name="Code">Proves that the node of that certificate says it.</param>
internal sealed record SealedMessage(string From, string Nonce, long Sequence, byte[] Body, byte[] Code) : IWireRecord;
