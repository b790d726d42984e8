using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RunKit.Cli.Events;

/// <summary>An event for people: when, what, where, then what is the event's own.</summary>
internal static class EventText
{
    private static readonly string[] Common = ["id", "at", "type", "node", "member", "server", "generation", "revision"];

    /// <param name="withNode">Whose event it is, is said too.</param>
    public static string Line(PlaneEvent happened, bool withNode = false)
    {
        var line = new StringBuilder()
            .Append(happened.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
            .Append("  ").Append(EventTypes.Of(happened));
        if (withNode)
        {
            line.Append("  ").Append(Printable.Name(happened.Node));
        }

        if (happened is NodeHappened node)
        {
            line.Append("  ").Append(Printable.Name(node.Member));
        }

        if (happened is ServerEventEnvelope envelope)
        {
            line.Append("  ").Append(envelope.Server);
        }

        var json = JsonSerializer.SerializeToElement(happened, PlaneJson.Default.PlaneEvent);
        foreach (var property in json.EnumerateObject().Where(property => !Common.Contains(property.Name, StringComparer.Ordinal)))
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                line.Append("  ").Append(property.Name).Append('=').Append(Value(property.Value));
            }
        }

        return line.Append("  ").Append(happened.Id).ToString();
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text && !text.Any(c => char.IsWhiteSpace(c) || c == '"') => Printable.Name(text),
        JsonValueKind.String => $"\"{Printable.Name(value.GetString()!).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        _ => Printable.Line(value.GetRawText()),
    };
}
