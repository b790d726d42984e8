using System.Text.Json.Serialization;

namespace RunKit.Cluster.Certificates;

/// <summary>What <c>cluster.json</c> holds: what a node knows of its cluster before anybody has answered.</summary>
/// <param name="Name">The node's name in the cluster.</param>
/// <param name="Listen">Where it listens, and where the others find it: HOST:PORT.</param>
/// <param name="Founder">It made the cluster: it alone begins one when nobody answers.</param>
/// <param name="Peers">Where the others are, HOST:PORT.</param>
internal sealed record ClusterFacts(string Name, string Listen, bool Founder, ImmutableArray<string> Peers);

/// <summary>What <c>cluster invite</c> writes and <c>cluster join</c> reads.</summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Name">The name of the node that is invited.</param>
/// <param name="Listen">Where it is to listen.</param>
/// <param name="Until">Until when one may join with it.</param>
/// <param name="Authority">The authority's certificate, as PEM.</param>
/// <param name="Certificate">The node's certificate, as PEM.</param>
/// <param name="Key">Its key, as PEM.</param>
/// <param name="Peers">Where the members are.</param>
/// <param name="Revoked">The list of what is revoked, as text.</param>
internal sealed record Invitation(
    int Format, string Name, string Listen, DateTimeOffset Until, string Authority, string Certificate, string Key, ImmutableArray<string> Peers, string Revoked);

/// <summary>A certificate that the authority has issued: <c>issued.json</c> has one for each.</summary>
internal sealed record IssuedCertificate(string Name, string Listen, string Serial, DateTimeOffset Until);

/// <summary>The JSON of the cluster's files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ClusterFacts))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(RevocationList))]
[JsonSerializable(typeof(ImmutableArray<IssuedCertificate>))]
internal sealed partial class ClusterFilesJson : JsonSerializerContext;
