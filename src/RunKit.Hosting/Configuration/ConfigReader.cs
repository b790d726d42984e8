using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>Reads single values, and says which key is wrong and what would be right.</summary>
internal sealed class ConfigReader(Config config)
{
    public string Text(string key)
    {
        Require(key, !IsList(key) && !IsSection(key), "one value");
        return config.GetString(key) ?? "";
    }

    public ImmutableArray<string> Texts(string key) => List(key, "a list of names, such as [\"work\", \"ci-*\"]");

    /// <summary>A list of which every text fits.</summary>
    public ImmutableArray<string> Texts(string key, Func<string, bool> fits, string allowed)
    {
        var texts = List(key, $"a list of {allowed}");
        return texts.FirstOrDefault(text => !fits(text)) is { } stranger
            ? throw new RunKitConfigurationException($"{key} has '{stranger}'; allowed: {allowed}")
            : texts;
    }

    /// <summary>A duration of more than zero and at most a day.</summary>
    public TimeSpan Duration(string key)
    {
        const string allowed = "a duration with its unit, of at most a day, such as 250ms, 5s, 1m or 00:00:05";
        var text = Text(key);

        // Akka reads a number alone as milliseconds, which nobody who wrote 5 has meant.
        Require(key, text.Length == 0 || char.IsAsciiLetter(text[^1]) || text.Contains(':'), allowed);
        var value = TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var written) && text.Contains(':')
            ? written
            : Try(key, text, allowed, () => config.GetTimeSpan(key, allowInfinite: false));
        Require(key, value > TimeSpan.Zero && value <= TimeSpan.FromDays(1), allowed);
        return value;
    }

    public int Number(string key, int least, int most)
    {
        var allowed = $"a whole number from {least} to {most}";
        var value = Try(key, Text(key), allowed, () => config.GetInt(key));
        Require(key, value >= least && value <= most, allowed);
        return value;
    }

    public T OneOf<T>(string key, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var text = Text(key);
        List<string> names = [];
        foreach (var (name, value) in choices)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }

            names.Add(name);
        }

        throw Wrong(key, string.Join(" or ", names));
    }

    public void Require(string key, bool holds, string allowed)
    {
        if (!holds)
        {
            throw Wrong(key, allowed);
        }
    }

    // Akka reads a list out of a text as an empty one.
    private ImmutableArray<string> List(string key, string allowed)
    {
        Require(key, IsList(key), allowed);
        return [.. config.GetStringList(key)];
    }

    private T Try<T>(string key, string text, string allowed, Func<T> read)
    {
        try
        {
            return text.Length > 0 ? read() : throw Wrong(key, allowed);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw Wrong(key, allowed);
        }
    }

    private RunKitConfigurationException Wrong(string key, string allowed) =>
        new($"{key} is {(IsSection(key) ? "a section" : IsList(key) ? "a list" : $"'{config.GetString(key)?.ReplaceLineEndings(" ")}'")}; allowed: {allowed}");

    // Of the value as a whole Akka says of an empty list that it is no array.
    private bool IsList(string key) => config.GetValue(key)?.Values.Exists(element => element.IsArray()) ?? false;

    private bool IsSection(string key) => config.GetValue(key)?.IsObject() ?? false;
}
