using System.Text;

namespace RunKit.Tmux.Commands;

/// <summary>
/// One tmux command: its name and its arguments, each a value and never a piece of syntax. <see cref="ToLine"/> quotes
/// them for tmux's own parser (hooks, <c>if-shell</c>); <see cref="Words"/> go into an argument vector as they are.
/// </summary>
public sealed record TmuxCommand
{
    /// <param name="name">The command's name, such as <c>list-panes</c>.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <exception cref="ArgumentException">
    /// A word holds a NUL, at which tmux's parser would end the line; or the name is empty, or an option (<c>tmux -L</c>) rather than a
    /// command.
    /// </exception>
    public TmuxCommand(string name, params IEnumerable<string> arguments)
    {
        Words = [name, .. arguments];
        if (Problem(Words) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }
    }

    public ImmutableArray<string> Words { get; }

    public string Name => Words[0];

    /// <summary>Why these words are no tmux command, in one line; null when they are.</summary>
    public static string? Problem(ImmutableArray<string> words)
    {
        if (words.IsDefaultOrEmpty || string.IsNullOrWhiteSpace(words[0]))
        {
            return "a tmux command needs a name";
        }

        if (words[0][0] == '-')
        {
            return $"a tmux command must not start with '-': {words[0]}";
        }

        return words.Any(word => word is null || word.Contains('\0', StringComparison.Ordinal))
            ? "a tmux command cannot carry a NUL character"
            : null;
    }

    /// <summary>
    /// The same under a name that is one letter short: tmux completes it, and a user's <c>command-alias</c>, which matches whole names only,
    /// cannot make something else of it.
    /// </summary>
    public static TmuxCommand Unaliased(string name, params IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TmuxCommand(name[..^1], arguments);
    }

    /// <summary>The command as one line for tmux's parser, without a line end. It never holds a newline itself.</summary>
    public string ToLine()
    {
        var line = new StringBuilder();
        foreach (var word in Words)
        {
            if (line.Length > 0)
            {
                line.Append(' ');
            }

            Quote(line, word);
        }

        return line.ToString();
    }

    public override string ToString() => ToLine();

    public bool Equals(TmuxCommand? other) => other is not null && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => Words.Aggregate(0, HashCode.Combine);

    // Double quotes are the one form that can carry a newline: \012. Inside them tmux expands $NAME, backslashes and,
    // right after the opening quote, a '~'.
    private static void Quote(StringBuilder line, string word)
    {
        if (IsPlain(word))
        {
            line.Append(word);
            return;
        }

        line.Append('"');
        foreach (var c in word)
        {
            switch (c)
            {
                case '"' or '\\' or '$' or '~':
                    line.Append('\\').Append(c);
                    break;
                case < ' ' or '\x7f':
                    line.Append('\\').Append(Convert.ToString(c, 8).PadLeft(3, '0'));
                    break;
                default:
                    line.Append(c);
                    break;
            }
        }

        line.Append('"');
    }

    private static bool IsPlain(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.' or ':' or ',' or '@');
}
