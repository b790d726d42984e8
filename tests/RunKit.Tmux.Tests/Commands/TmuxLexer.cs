using System.Text;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>
/// How tmux's parser cuts one line into words, for the forms that a quoted command may use. Whatever would make tmux expand,
/// end or refuse the line is an error here.
/// </summary>
internal static class TmuxLexer
{
    public static string[] Words(string line) => Commands(line) is [var words] ? words : throw new FormatException($"several commands: {line}");

    /// <summary>The commands of a line, between bare semicolons.</summary>
    public static string[][] Commands(string line)
    {
        var commands = new List<string[]>();
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] == ' ')
            {
                at++;
            }
            else if (line[at] == ';')
            {
                commands.Add([.. words]);
                words.Clear();
                at++;
            }
            else
            {
                words.Add(line[at] == '"' ? Quoted(line, ref at) : Bare(line, ref at));
            }
        }

        return [.. commands, [.. words]];
    }

    private static string Bare(string line, ref int at)
    {
        var start = at;
        for (; at < line.Length && line[at] != ' '; at++)
        {
            if ("\"'\\$~{}#%;=\t\r\n".Contains(line[at], StringComparison.Ordinal))
            {
                throw new FormatException($"'{line[at]}' outside quotes: {line}");
            }
        }

        return line[start..at];
    }

    private static string Quoted(string line, ref int at)
    {
        var word = new StringBuilder();
        var first = true;
        for (at++; line[at] != '"'; at++)
        {
            switch (line[at])
            {
                case '$' or '\n':
                case '~' when first:
                    throw new FormatException($"'{line[at]}' is expanded: {line}");
                case '\\':
                    word.Append(Escaped(line, ref at));
                    break;
                default:
                    word.Append(line[at]);
                    break;
            }

            first = false;
        }

        at++;
        return word.ToString();
    }

    private static char Escaped(string line, ref int at)
    {
        at++;
        if (char.IsAsciiDigit(line[at]))
        {
            var code = Convert.ToInt32(line.Substring(at, 3), 8);
            at += 2;
            return code < 128 ? (char)code : throw new FormatException($"not one character: {line}");
        }

        return char.IsAsciiLetter(line[at]) ? throw new FormatException($"a named escape: {line}") : line[at];
    }
}
