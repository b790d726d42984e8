using System.Text;

namespace RunKit.Cli.Terminal;

/// <summary>Names and titles may hold anything; a terminal must not obey it.</summary>
internal static class Printable
{
    /// <summary>Control characters become spaces, line ends too.</summary>
    public static string Line(string text) => text.Any(IsUnsafe) ? Map(text, (line, _) => line.Append(' ')).Trim() : text;

    /// <summary>Control characters become <c>\u001b</c> and the like, so that different names stay different.</summary>
    public static string Name(string text) => text.Any(IsUnsafe) ? Map(text, (line, c) => line.Append($"\\u{(int)c:x4}")) : text;

    // C1 controls too, and the marks that turn the direction of what follows.
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Map(string text, Func<StringBuilder, char, StringBuilder> instead) =>
        text.Aggregate(new StringBuilder(), (line, c) => IsUnsafe(c) ? instead(line, c) : line.Append(c)).ToString();
}
