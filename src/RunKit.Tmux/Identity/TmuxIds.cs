using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Tmux.Identity;

/// <summary>tmux's session id, written <c>$1</c>; unique within one <see cref="ServerGeneration"/>.</summary>
[JsonConverter(typeof(SessionIdJson))]
public readonly record struct SessionId(uint Number) : IComparable<SessionId>
{
    public static bool TryParse(string? text, out SessionId id)
    {
        var known = TmuxId.TryParse(text, '$', out var number);
        id = new SessionId(number);
        return known;
    }

    public int CompareTo(SessionId other) => Number.CompareTo(other.Number);

    public override string ToString() => $"${Number}";
}

/// <summary>tmux's window id, written <c>@1</c>; one window may be linked into several sessions.</summary>
[JsonConverter(typeof(WindowIdJson))]
public readonly record struct WindowId(uint Number) : IComparable<WindowId>
{
    public static bool TryParse(string? text, out WindowId id)
    {
        var known = TmuxId.TryParse(text, '@', out var number);
        id = new WindowId(number);
        return known;
    }

    public int CompareTo(WindowId other) => Number.CompareTo(other.Number);

    public override string ToString() => $"@{Number}";
}

/// <summary>tmux's pane id, written <c>%1</c>.</summary>
[JsonConverter(typeof(PaneIdJson))]
public readonly record struct PaneId(uint Number) : IComparable<PaneId>
{
    public static bool TryParse(string? text, out PaneId id)
    {
        var known = TmuxId.TryParse(text, '%', out var number);
        id = new PaneId(number);
        return known;
    }

    public int CompareTo(PaneId other) => Number.CompareTo(other.Number);

    public override string ToString() => $"%{Number}";
}

internal static class TmuxId
{
    public static bool TryParse(string? text, char sigil, out uint number)
    {
        number = 0;
        return text is { Length: > 1 } && text[0] == sigil
            && uint.TryParse(text.AsSpan(1), System.Globalization.NumberStyles.None, null, out number);
    }
}

/// <summary>Writes an id as tmux does.</summary>
public abstract class TmuxIdJson<T>(Func<string?, T?> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString()) ?? throw new JsonException($"not a {typeof(T).Name}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <inheritdoc/>
public sealed class SessionIdJson() : TmuxIdJson<SessionId>(text => SessionId.TryParse(text, out var id) ? id : null);

/// <inheritdoc/>
public sealed class WindowIdJson() : TmuxIdJson<WindowId>(text => WindowId.TryParse(text, out var id) ? id : null);

/// <inheritdoc/>
public sealed class PaneIdJson() : TmuxIdJson<PaneId>(text => PaneId.TryParse(text, out var id) ? id : null);
