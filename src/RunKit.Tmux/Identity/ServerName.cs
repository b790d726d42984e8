using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunKit.Tmux.Identity;

/// <summary>
/// The name of a tmux server's socket, as in <c>tmux -L NAME</c>: 1 to 64 of <c>[A-Za-z0-9_.-]</c>, not starting with
/// <c>.</c> or <c>-</c>. Sockets with other names are seen but never managed.
/// </summary>
[JsonConverter(typeof(ServerNameJson))]
public sealed record ServerName : IComparable<ServerName>
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <exception cref="ArgumentException">The name is not one that RunKit manages; the message says why.</exception>
    public ServerName(string value)
    {
        if (Problem(value) is { } problem)
        {
            throw new ArgumentException(problem, nameof(value));
        }

        Value = value;
    }

    public string Value { get; }

    /// <summary>Why <paramref name="value"/> cannot be a server name, in one line; null when it can.</summary>
    public static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "a server name must not be empty";
        }

        if (value.Length > MaxLength)
        {
            return $"a server name has at most {MaxLength} characters, this one has {value.Length}";
        }

        if (value[0] is '.' or '-')
        {
            return $"a server name must not start with '{value[0]}'";
        }

        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return $"a server name holds only letters, digits, '_', '.' and '-', not {Show(c)}";
            }
        }

        return null;
    }

    /// <summary>The name, or false when <see cref="Problem"/> has an objection.</summary>
    public static bool TryParse(string? value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ServerName? name)
    {
        name = Problem(value) is null ? new ServerName(value!) : null;
        return name is not null;
    }

    public int CompareTo(ServerName? other) => string.CompareOrdinal(Value, other?.Value);

    public override string ToString() => Value;

    private static string Show(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c) ? $"U+{(int)c:X4}" : $"'{c}'";
}

/// <summary>Writes a server's name as a string, and reads nothing but a valid one.</summary>
public sealed class ServerNameJson : JsonConverter<ServerName>
{
    public override ServerName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return ServerName.TryParse(text, out var name) ? name : throw new JsonException(ServerName.Problem(text));
    }

    public override void Write(Utf8JsonWriter writer, ServerName value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Value);
    }
}
