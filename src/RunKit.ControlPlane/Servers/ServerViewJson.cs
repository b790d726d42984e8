using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Servers;

/// <summary>
/// Views as JSON, by hand: a serializer's metadata takes longer to build than all else of <c>runkit ls</c>, which a person waits for.
/// </summary>
public sealed class ServerViewJson : JsonConverter<ServerView>
{
    /// <summary>The views as one JSON array.</summary>
    public static ReadOnlyMemory<byte> Write(ImmutableArray<ServerView> views)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var view in views)
            {
                Write(json, view);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="JsonException">That is no array of views.</exception>
    public static ImmutableArray<ServerView> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("not an array of servers");
        }

        var views = ImmutableArray.CreateBuilder<ServerView>(document.RootElement.GetArrayLength());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            views.Add(Read(element));
        }

        return views.ToImmutable();
    }

    public override ServerView Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, ServerView value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        Write(writer, value);
    }

    private static void Write(Utf8JsonWriter json, ServerView view)
    {
        json.WriteStartObject();
        json.WriteString("node", view.Node);
        json.WriteString("name", view.Name);
        json.WriteString("socket", view.Socket);
        json.WriteString("status", KebabCase.Of(view.Status));
        json.WriteString("reason", view.Reason is { } reason ? KebabCase.Of(reason) : null);
        json.WriteString("error", view.Error);
        if (view.Generation is { } generation)
        {
            json.WriteStartObject("generation");
            json.WriteNumber("pid", generation.Pid);
            json.WriteNumber("startTime", generation.StartTime);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("generation");
        }

        json.WriteString("version", view.Version);
        json.WriteString("guard", KebabCase.Of(view.Guard));
        json.WriteNumber("sessions", view.Sessions);
        json.WriteNumber("windows", view.Windows);
        json.WriteNumber("panes", view.Panes);
        json.WriteNumber("clients", view.Clients);
        json.WriteString("attachTarget", view.AttachTarget?.ToString());
        json.WriteNumber("attempt", view.Attempt);
        json.WriteString("since", view.Since);
        json.WriteNumber("revision", view.Revision);
        Write(json, view.Ended);
        if (view.NodeUnreachableSince is { } lost)
        {
            json.WriteString("nodeUnreachableSince", lost);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ServerEnd? end)
    {
        if (end is null)
        {
            json.WriteNull("ended");
            return;
        }

        json.WriteStartObject("ended");
        json.WriteString("cause", KebabCase.Of(end.Cause));
        json.WriteString("evidence", end.Evidence);
        json.WriteString("at", end.At);
        json.WriteString("by", end.By);
        json.WriteEndObject();
    }

    private static ServerEnd? ReadEnd(JsonElement json) => json.TryGetProperty("ended", out var end) && end.ValueKind == JsonValueKind.Object
        ? new ServerEnd(
            KebabCase.Parse<LossCause>(end.GetProperty("cause").GetString()),
            end.GetProperty("evidence").GetString()!,
            end.GetProperty("at").GetDateTimeOffset(),
            end.GetProperty("by").GetString())
        : null;

    private static ServerView Read(JsonElement json)
    {
        try
        {
            return new ServerView(
                json.GetProperty("node").GetString()!,
                json.GetProperty("name").GetString()!,
                json.GetProperty("socket").GetString()!,
                KebabCase.Parse<ServerStatus>(json.GetProperty("status").GetString()),
                json.GetProperty("reason").GetString() is { } reason ? KebabCase.Parse<ServerReason>(reason) : null,
                json.GetProperty("error").GetString(),
                json.GetProperty("generation") is { ValueKind: JsonValueKind.Object } generation
                    ? new ServerGeneration(generation.GetProperty("pid").GetInt32(), generation.GetProperty("startTime").GetInt64())
                    : null,
                json.GetProperty("version").GetString(),
                KebabCase.Parse<GuardState>(json.GetProperty("guard").GetString()),
                json.GetProperty("sessions").GetInt32(),
                json.GetProperty("windows").GetInt32(),
                json.GetProperty("panes").GetInt32(),
                json.GetProperty("attempt").GetInt32(),
                json.GetProperty("since").GetDateTimeOffset(),
                json.GetProperty("revision").GetInt64())
            {
                Clients = json.GetProperty("clients").GetInt32(),
                AttachTarget = SessionId.TryParse(json.GetProperty("attachTarget").GetString(), out var target) ? target : null,
                Ended = ReadEnd(json),
                NodeUnreachableSince = json.TryGetProperty("nodeUnreachableSince", out var lost) ? lost.GetDateTimeOffset() : null,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"not a server's view: {e.Message}", e);
        }
    }
}
