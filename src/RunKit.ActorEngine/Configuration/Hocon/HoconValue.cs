using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>One value of a configuration: a text, a list, an object, or nothing (<c>null</c>).</summary>
public class HoconValue
{
    private readonly object? _content;

    private HoconValue(object? content) => _content = content;

    internal static HoconValue Null { get; } = new(null);

    /// <summary>Whether there is nothing here.</summary>
    internal bool IsEmpty => _content is null;

    internal static HoconValue Of(string text) => new(text);

    internal static HoconValue Of(IList<HoconValue> items) => new(items);

    internal static HoconValue Of(HoconObject members) => new(members);

    /// <summary>Whether this is a text; numbers, durations and booleans are texts.</summary>
    internal bool IsString() => _content is string;

    /// <summary>Whether this is a list.</summary>
    public bool IsArray() => _content is IList<HoconValue>;

    /// <summary>Whether this is an object.</summary>
    public bool IsObject() => _content is HoconObject;

    /// <summary>The text.</summary>
    public string GetString() => _content as string ?? throw Not("a text");

    /// <summary>The items of the list.</summary>
    internal IList<HoconValue> GetArray() => _content as IList<HoconValue> ?? throw Not("a list");

    /// <summary>The object.</summary>
    public HoconObject GetObject() => _content as HoconObject ?? throw Not("an object");

    /// <summary>The items of the list as texts.</summary>
    public IList<string> GetStringList() => [.. GetArray().Select(static item => item.GetString())];

    /// <summary>on, true, off or false; NotSupportedException for any other word.</summary>
    internal bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"'{other}' is not a boolean; write on, true, off or false."),
    };

    /// <summary>The whole number; FormatException if it is not one.</summary>
    internal int GetInt() => int.TryParse(GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{GetString()}' is not a whole number from {int.MinValue} to {int.MaxValue}.");

    /// <summary>The whole number; FormatException if it is not one.</summary>
    internal long GetLong() => long.TryParse(GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{GetString()}' is not a whole number.");

    /// <summary>The number; FormatException if it is not one.</summary>
    internal double GetDouble() => double.TryParse(GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{GetString()}' is not a number.");

    /// <summary>The duration; a bare number is in milliseconds. FormatException if it is none.</summary>
    internal TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.Duration(GetString(), allowInfinite);

    /// <summary>The size in bytes; FormatException if it is none.</summary>
    internal long? GetByteSize() => HoconUnits.Bytes(GetString());

    /// <summary>The value as HOCON text.</summary>
    public override string ToString() => ToString(0);

    internal string ToString(int indent) => _content switch
    {
        null => "null",
        string text => HoconText.Quote(text),
        HoconObject members => $"{{\n{members.ToString(indent + 1)}{new string(' ', indent * 2)}}}",
        _ => $"[{string.Join(", ", GetArray().Select(item => item.ToString(indent)))}]",
    };

    private ConfigurationException Not(string wanted)
    {
        var found = _content switch { null => "nothing", string text => $"the text '{text}'", HoconObject => "an object", _ => "a list" };
        return new ConfigurationException($"{wanted} is wanted here, and {found} was found.");
    }
}
