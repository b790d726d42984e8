using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Api.Servers;

/// <summary>Reads the JSON of a request, and says in its caller's words what is wrong with it: by the members' names, never by ours.</summary>
internal static class BodyReader
{
    /// <exception cref="BadRequestException">It is no JSON, no object of this type, or has a member that nobody knows.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        using var document = await ParseAsync(context).ConfigureAwait(false);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"it is {Kind(root.ValueKind)}, and is to be an object");
        }

        var known = type.Properties.Select(property => property.Name).ToArray();
        if (root.EnumerateObject().FirstOrDefault(member => !known.Contains(member.Name, StringComparer.Ordinal)) is { Value.ValueKind: not JsonValueKind.Undefined } stranger)
        {
            throw Bad($"there is no member \"{Short(stranger.Name)}\"; the members are {string.Join(", ", known)}");
        }

        try
        {
            return root.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw Bad(Problem(e, type));
        }
    }

    /// <summary>The body cannot be used.</summary>
    /// <param name="why">One line.</param>
    public static BadRequestException Bad(string why) => new(ProblemCodes.BadBody, $"the body is not usable: {why}");

    private static async Task<JsonDocument> ParseAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw Bad(e.LineNumber is { } line ? $"it is no JSON (line {line + 1}, byte {e.BytePositionInLine + 1})" : "it is no JSON");
        }
    }

    // What our own converters say is said for callers; the serializer's own words name types.
    private static string Problem(JsonException e, JsonTypeInfo type)
    {
        var path = e.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } member ? member : "it";
        var property = type.Properties.FirstOrDefault(candidate => path.Split('[')[0] == candidate.Name);
        return e.Message.StartsWith("The JSON", StringComparison.Ordinal) || e.Message.Contains("System.", StringComparison.Ordinal)
            ? $"\"{Short(path)}\" is to be {Expected(property?.PropertyType, path.Contains('[', StringComparison.Ordinal))}"
            : FirstLine(e.Message);
    }

    private static string Expected(Type? type, bool isElement) =>
        type is null ? "of another kind"
        : (Nullable.GetUnderlyingType(type) ?? type) is var plain && plain == typeof(bool) ? "true or false"
        : plain == typeof(int) || plain == typeof(long) ? "a whole number"
        : plain == typeof(ImmutableArray<string>) && !isElement ? "an array of texts"
        : "a text";

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        _ => "true or false",
    };

    private static string Short(string text) => string.Concat(text.Take(64).Select(c => char.IsControl(c) ? '?' : c));

    private static string FirstLine(string text) => text.AsSpan().TrimStart() is var trimmed && trimmed.IndexOfAny('\r', '\n') is >= 0 and var end
        ? trimmed[..end].ToString()
        : trimmed.ToString();
}
