using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Events;

/// <summary>Writes an event as one flat object: id, at, type, node, server, generation, revision, then what is the event's own.</summary>
internal sealed class PlaneEventJson : JsonConverter<PlaneEvent>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(PlaneEvent));

    public override PlaneEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("an event is an object");
        }

        var id = EventId.TryParse(Text(json, "id"), out var parsed) ? parsed : throw new JsonException("an event needs an id");
        var at = json.TryGetProperty("at", out var when) && when.ValueKind == JsonValueKind.String && when.TryGetDateTimeOffset(out var time)
            ? time
            : throw new JsonException("an event needs 'at', a time");
        var node = Text(json, "node");
        var type = Text(json, "type");
        if (type == EventTypes.Resync)
        {
            return new PlaneResync(id, at, node);
        }

        if (EventTypes.NodeKindOf(type) is { } kind)
        {
            return new NodeHappened(id, at, node, Text(json, "member"), kind);
        }

        var whatType = EventTypes.TypeOf(type) ?? throw new JsonException($"unknown event type '{type}'");
        var what = (ServerEvent)json.Deserialize(PlaneJson.Default.GetTypeInfo(whatType)!)!;
        var generation = json.TryGetProperty("generation", out var value) ? value.Deserialize(PlaneJson.Default.ServerGeneration) : null;
        var server = ServerName.TryParse(Text(json, "server"), out var name) ? name : throw new JsonException("an event needs a server's name");
        var revision = json.TryGetProperty("revision", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var count)
            ? count
            : throw new JsonException("an event needs 'revision', a number");
        return new ServerEventEnvelope(id, at, node, server, generation, revision, what);
    }

    public override void Write(Utf8JsonWriter writer, PlaneEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id", value.Id.ToString());
        writer.WriteString("at", value.At);
        writer.WriteString("type", EventTypes.Of(value));
        writer.WriteString("node", value.Node);
        if (value is NodeHappened happened)
        {
            writer.WriteString("member", happened.Member);
        }

        if (value is ServerEventEnvelope envelope)
        {
            writer.WriteString("server", envelope.Server.Value);
            writer.WritePropertyName("generation");
            JsonSerializer.Serialize(writer, envelope.Generation!, PlaneJson.Default.ServerGeneration);
            writer.WriteNumber("revision", envelope.Revision);
            var what = JsonSerializer.SerializeToElement(envelope.Event, PlaneJson.Default.GetTypeInfo(envelope.Event.GetType())!);
            foreach (var property in what.EnumerateObject())
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
            ? text
            : throw new JsonException($"an event needs '{name}'");
}
