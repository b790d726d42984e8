using System.Text.Json.Serialization;

namespace RunKit.Cluster.Links;

/// <summary>The JSON of what travels, generated at build time. What another version adds is ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(HelloAnswer))]
[JsonSerializable(typeof(SealedMessage))]
[JsonSerializable(typeof(NodeMessage))]
internal sealed partial class WireJson : JsonSerializerContext;
