using System.Text.Json.Serialization;

namespace RunKit.Cluster.Relay;

/// <summary>Answers that the contract's JSON has no type of its own for.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TreeOutcome))]
[JsonSerializable(typeof(TreeOutcome.UnknownServer), TypeInfoPropertyName = "TreeUnknownServer")]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunResult.Refused), TypeInfoPropertyName = "RunRefused")]
internal sealed partial class RelayJson : JsonSerializerContext;
