using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Mcp.Tools;

/// <summary>The arguments of a tool: their schema, and how they are read. What is missing, not known or of another kind is named.</summary>
internal static class ToolArguments<TArguments>
    where TArguments : class
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly ImmutableArray<JsonPropertyInfo> Properties = [.. Options.GetTypeInfo(typeof(TArguments)).Properties];

    public static JsonElement Schema { get; } = JsonSerializer.SerializeToElement(
        Options.GetJsonSchemaAsNode(typeof(TArguments), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe }));

    /// <exception cref="ToolException">They are not what the schema says.</exception>
    public static TArguments Read(IDictionary<string, JsonElement>? arguments)
    {
        arguments ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var names = Properties.Select(property => property.Name).ToArray();
        if (arguments.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } stranger)
        {
            throw new ToolException($"there is no argument '{Printable.Line(stranger)}'; there are {string.Join(", ", names)}");
        }

        if (Properties.FirstOrDefault(property => property.IsRequired && !arguments.ContainsKey(property.Name)) is { } missing)
        {
            throw new ToolException($"the argument '{missing.Name}' is missing");
        }

        try
        {
            return JsonSerializer.Deserialize<TArguments>(JsonSerializer.SerializeToElement(arguments), Options)!;
        }
        catch (JsonException e)
        {
            throw new ToolException($"the argument '{Printable.Line(e.Path?.TrimStart('$', '.') ?? "?")}' is not of the kind that the schema asks for");
        }
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var described = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault();
        if (described is not null && schema is JsonObject node)
        {
            node.Insert(0, "description", described.Description);
        }

        return schema;
    }
}
