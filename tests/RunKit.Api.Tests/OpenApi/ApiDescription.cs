using System.Text.Json;
using System.Text.RegularExpressions;

namespace RunKit.Api.Tests.OpenApi;

/// <summary>The document at /openapi/v1.json, with what a test asks of it.</summary>
internal sealed class ApiDescription(JsonElement root)
{
    public JsonElement Root => root;

    /// <summary>Every operation, as its path, its method in capitals, and its object.</summary>
    public IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name.ToUpperInvariant(), operation.Value);

    public JsonElement Schema(string name) => root.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>What an operation says of a status; null when it says nothing.</summary>
    public JsonElement? Response(JsonElement operation, int status) =>
        operation.GetProperty("responses").TryGetProperty(status.ToString(), out var response) ? Resolve(response) : null;

    public JsonElement Resolve(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        var words = reference.GetString()!.Split('/');
        words[0].ShouldBe("#");
        return Resolve(words.Skip(1).Aggregate(root, (at, word) => at.GetProperty(word)));
    }

    /// <summary>Why a value is not what a schema says, a line for each reason. A property that the schema does not name is one, unless it allows them.</summary>
    public IEnumerable<string> Problems(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Count(choice => !Problems(value, choice, at).Any()) == 1 ? [] : [$"{at}: it is not one of its schemas"];
        }

        return Type(value, schema, at).Concat(Members(value, schema, at)).Concat(Items(value, schema, at));
    }

    private static IEnumerable<string> Type(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            var kind = value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => "boolean",
                JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
                var other => other.ToString().ToLowerInvariant(),
            };
            var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()];
            if (!allowed.Contains(kind))
            {
                yield return $"{at}: {kind} is no {type}";
            }
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            yield return $"{at}: {value} is none of {values}";
        }

        if (schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            yield return $"{at}: {value} does not match {pattern}";
        }

        if (schema.TryGetProperty("format", out var format) && !(format.GetString() == "date-time" && value.TryGetDateTimeOffset(out _)))
        {
            yield return $"{at}: {value} is no {format}";
        }
    }

    private IEnumerable<string> Members(JsonElement value, JsonElement schema, string at)
    {
        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        var isOpen = schema.TryGetProperty("additionalProperties", out var additional) && additional.GetBoolean();
        foreach (var name in schema.GetProperty("required").EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
        {
            yield return $"{at}: {name} is missing";
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var inner))
            {
                foreach (var problem in Problems(member.Value, inner, $"{at}.{member.Name}"))
                {
                    yield return problem;
                }
            }
            else if (!isOpen)
            {
                yield return $"{at}: {member.Name} is not described";
            }
        }
    }

    private IEnumerable<string> Items(JsonElement value, JsonElement schema, string at) =>
        value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().SelectMany((item, i) => Problems(item, items, $"{at}[{i}]"))
            : [];
}
