using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Http;

/// <summary>The JSON of what only travels over HTTP; what the control plane itself says is <see cref="PlaneJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(NodeFacts))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(KillRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginLink))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(LiveRequest))]
[JsonSerializable(typeof(LiveMessage))]
public sealed partial class HttpJson : JsonSerializerContext;
