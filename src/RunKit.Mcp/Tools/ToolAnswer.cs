using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Mcp.Tools;

/// <summary>What a tool answers: facts, and perhaps lines of a terminal.</summary>
/// <param name="Facts">They become one line of JSON.</param>
/// <param name="Lines">The lines, bounded; null when there are none to tell.</param>
internal sealed record ToolAnswer(object Facts, BoundedLines? Lines = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The facts in one line.</summary>
    public string FactsAsJson() => JsonSerializer.Serialize(Facts, Json);
}
