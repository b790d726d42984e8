using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Tmux.Identity;

/// <summary>The id of a run, written as twelve hexadecimal digits, which no name or path can be taken for.</summary>
/// <param name="Number">Its number, of 48 bits.</param>
[JsonConverter(typeof(RunIdJson))]
public readonly record struct RunId(long Number)
{
    private const int Digits = 12;
    private const long Bits = 0xFFFF_FFFF_FFFF;

    /// <summary>An id that was never given before.</summary>
    public static RunId New() => new(BitConverter.ToInt64(Guid.NewGuid().ToByteArray()) & Bits);

    /// <summary>Reads it; false when it is none.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        var known = text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);
        id = known ? new RunId(long.Parse(text!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) : default;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => (Number & Bits).ToString("x12", CultureInfo.InvariantCulture);
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
