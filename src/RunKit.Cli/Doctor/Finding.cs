using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Cli.Doctor;

/// <summary>What can be wrong on a machine.</summary>
[JsonConverter(typeof(FindingKindJson))]
internal enum FindingKind
{
    /// <summary>The file of a dead server.</summary>
    StaleSocket = 0,

    /// <summary>A live server that its path does not lead to.</summary>
    LostSocket = 1,

    Unresponsive = 2,

    /// <summary>A server of another version than the tmux on PATH.</summary>
    VersionMismatch = 5,

    UnsafeDirectory = 6,

    /// <summary>A program that RunKit needs is missing or too old.</summary>
    MissingProgram = 7,

    /// <summary>A server that ends with the service it was started in.</summary>
    ServiceCgroup = 8,

    /// <summary>A server that answers with an error.</summary>
    Failing = 9,

    /// <summary>A configuration that tmux cannot read to its end.</summary>
    ConfigurationError = 10,

    /// <summary>A setting with which tmux crashes.</summary>
    FatalSetting = 11,

    /// <summary>A socket directory whose path leaves no room for a server's name.</summary>
    PathTooLong = 12,

    /// <summary>What RunKit has put on a server that it does not guard now.</summary>
    LeftBehind = 13,

    /// <summary>A certificate of the cluster that ends soon, or cannot be used.</summary>
    ClusterCertificate = 14,

    /// <summary>A node of the cluster that is not reached.</summary>
    UnreachableNode = 15,

    /// <summary>A node of the cluster that runs another version.</summary>
    NodeVersion = 16,

    /// <summary>A node of the cluster whose clock differs.</summary>
    NodeClock = 17,
}

/// <summary>Writes a kind as <c>stale-socket</c>.</summary>
internal sealed class FindingKindJson() : JsonStringEnumConverter<FindingKind>(JsonNamingPolicy.KebabCaseLower);

/// <summary>One thing that is wrong.</summary>
/// <param name="Subject">The server's name, a directory, a program or a pid.</param>
/// <param name="What">One line.</param>
/// <param name="Remedy">What to do about it, one line.</param>
/// <param name="Fixed">It was put right just now.</param>
internal sealed record Finding(FindingKind Kind, string Subject, string What, string Remedy, bool Fixed = false);

/// <summary>The findings' JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImmutableArray<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;
