using System.Text.Json.Serialization;
using RunKit.Api.Security;

namespace RunKit.Cli.Tokens;

/// <summary>A token as <c>--json</c> prints it.</summary>
/// <param name="Token">The token itself, of one that has just been made; left out of all others.</param>
internal sealed record TokenRow(string Name, string Scope, string? Servers, DateTimeOffset? Until, string? Token)
{
    public static TokenRow Of(TokenFacts facts) => new(facts.Name, KebabCase.Of(facts.Scope), facts.Servers, facts.Until, null);
}

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenRow[]))]
internal sealed partial class TokenJson : JsonSerializerContext;
