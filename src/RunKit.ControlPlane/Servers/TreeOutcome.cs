using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Servers;

/// <summary>What asking for a tree came to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Known), "known")]
[JsonDerivedType(typeof(NotKnown), "not-known")]
[JsonDerivedType(typeof(UnknownServer), "unknown-server")]
public abstract record TreeOutcome
{
    /// <summary>This is what was read last; how old it is, it says itself.</summary>
    public sealed record Known(ServerTree Tree) : TreeOutcome;

    /// <summary>Nothing is known of what lives there: that is not the same as nothing living there.</summary>
    public sealed record NotKnown(string Reason) : TreeOutcome;

    /// <summary>No socket of that name.</summary>
    public sealed record UnknownServer : TreeOutcome;
}
