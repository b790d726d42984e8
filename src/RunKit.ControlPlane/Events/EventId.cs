using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Events;

/// <summary>
/// The place of an event in its plane's order, written <c>EPOCH-SEQ</c>. The sequence has no gaps within an epoch; the epoch changes when
/// the plane starts anew.
/// </summary>
/// <param name="Epoch">Letters and digits.</param>
/// <param name="Sequence">0 before the first event, then 1, 2, 3 ...</param>
[JsonConverter(typeof(Json))]
public sealed record EventId(string Epoch, long Sequence)
{
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EventId? id)
    {
        id = null;
        if (text is null)
        {
            return false;
        }

        var dash = text.LastIndexOf('-');
        if (dash > 0
            && text.AsSpan(0, dash).IndexOfAnyExcept(AlphaNumeric) < 0
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            id = new EventId(text[..dash], sequence);
        }

        return id is not null;
    }

    public override string ToString() => $"{Epoch}-{Sequence}";

    private static readonly System.Buffers.SearchValues<char> AlphaNumeric =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private sealed class Json : JsonConverter<EventId>
    {
        public override EventId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an event id (EPOCH-SEQ)");

        public override void Write(Utf8JsonWriter writer, EventId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
