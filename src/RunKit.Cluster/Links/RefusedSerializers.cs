using System.Runtime.Serialization;
using Akka.Configuration;
using Akka.Serialization;

namespace RunKit.Cluster.Links;

/// <summary>
/// Stands where Akka has a serializer that a cluster of nodes has no use for: it refuses both ways, before anything is looked at. Some of
/// those look types up by names that came from outside.
/// </summary>
internal abstract class RefusedSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public sealed override string Manifest(object o) => throw Refused();

    /// <inheritdoc/>
    public sealed override byte[] ToBinary(object obj) => throw Refused();

    /// <inheritdoc/>
    public sealed override object FromBinary(byte[] bytes, string manifest) => throw Refused();

    private static SerializationException Refused() => new("this does not travel between nodes");
}

/// <summary>In place of Newtonsoft's, which stands for everything that has no other.</summary>
internal sealed class RefusedJson : RefusedSerializer
{
    public RefusedJson(ExtendedActorSystem system)
        : base(system)
    {
    }

    public RefusedJson(ExtendedActorSystem system, Config settings)
        : base(system)
    {
    }

    /// <inheritdoc/>
    public override int Identifier => 1;
}

/// <summary>In place of the one for any message of Protobuf's.</summary>
internal sealed class RefusedProtobuf(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 2;
}

/// <summary>In place of the one for remote deployment.</summary>
internal sealed class RefusedDeployment(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 3;
}

/// <summary>In place of the one for bytes.</summary>
internal sealed class RefusedBytes(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 4;
}

/// <summary>In place of the one for poison pills, routers, exceptions and the like.</summary>
internal sealed class RefusedMiscellany(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 16;
}

/// <summary>In place of the one for texts and numbers.</summary>
internal sealed class RefusedPrimitives : RefusedSerializer
{
    public RefusedPrimitives(ExtendedActorSystem system)
        : base(system)
    {
    }

    public RefusedPrimitives(ExtendedActorSystem system, Config settings)
        : base(system)
    {
    }

    /// <inheritdoc/>
    public override int Identifier => 17;
}

/// <summary>In place of the one for the actor system's own messages, such as a watch or a failure.</summary>
internal sealed class RefusedSystemMessages(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 22;
}

/// <summary>In place of the one for reliable delivery.</summary>
internal sealed class RefusedDelivery(ExtendedActorSystem system) : RefusedSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 36;
}
