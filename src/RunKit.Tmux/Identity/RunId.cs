using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Tmux.Identity;

/// <summary>The id of a run: twelve hexadecimal digits, which no name or path can be taken for.</summary>
[JsonConverter(typeof(RunIdJson))]
public readonly record struct RunId
{
    private const int Length = 12;
    private readonly string? _text;

    private RunId(string text) => _text = text;

    /// <summary>An id that was never given before.</summary>
    public static RunId New() => new(Guid.NewGuid().ToString("N")[..Length]);

    /// <summary>Reads it; false when it is none.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        var known = text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
        id = known ? new RunId(text!) : default;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <inheritdoc/>
public sealed class RunIdJson : JsonConverter<RunId>
{
    /// <inheritdoc/>
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RunId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a run's id");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
