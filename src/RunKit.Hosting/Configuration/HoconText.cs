using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>
/// Reads HOCON with Akka's parser, and says in one line where a text is none. Akka's parser takes a text that was cut off, or that has a
/// bracket too many, for a shorter one: what is meant would be dropped without a word, so brackets and quotes are looked at first.
/// </summary>
internal static partial class HoconText
{
    /// <param name="source">What the text is called in an error.</param>
    /// <exception cref="RunKitConfigurationException">The text is no HOCON that Akka understands.</exception>
    public static Config Parse(string hocon, string source)
    {
        if (HoconBrackets.Problem(hocon) is { } problem)
        {
            throw new RunKitConfigurationException($"{source}: {problem}");
        }

        try
        {
            return ConfigurationFactory.ParseString(
                hocon, _ => throw new RunKitConfigurationException($"{source}: include is not supported; write the settings into this file"));
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            throw new RunKitConfigurationException($"{source}: {Explain(e.Message, hocon)}", e);
        }
    }

    private static string Explain(string message, string hocon)
    {
        if (Position().Match(message) is not { Success: true } match
            || !int.TryParse(match.Groups["at"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || position >= hocon.Length)
        {
            return message.ReplaceLineEndings(" ");
        }

        var before = hocon.AsSpan(0, position);
        var line = before.Count('\n') + 1;
        var column = position - before.LastIndexOf('\n');
        return hocon[position] == ','
            ? $"line {line}, column {column}: no comma may follow a '}}' here; write the next setting on a line of its own"
            : $"line {line}, column {column}: '{hocon[position]}' cannot stand here";
    }

    [GeneratedRegex("Unknown token at position (?<at>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position();
}
