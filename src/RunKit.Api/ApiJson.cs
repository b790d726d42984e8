using System.Text.Json.Serialization;
using RunKit.Api.Health;
using RunKit.Api.Login;
using RunKit.Api.Servers;

namespace RunKit.Api;

/// <summary>The JSON of what is the API's own; the contract's is <see cref="PlaneJson"/>.</summary>
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
internal sealed partial class ApiJson : JsonSerializerContext;
