using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Commands;

/// <summary>
/// One command or several, joined by <c>;</c>, as the words of an argument vector. In one tmux takes a word that ends in <c>;</c> for the end
/// of a command: what comes from a caller is escaped here, so that no value ever begins a command of its own.
/// </summary>
public sealed record TmuxCommandLine
{
    private const string End = ";";

    private TmuxCommandLine(ImmutableArray<string> words)
    {
        Arguments = ClientMessages.Arguments(words);
        Words = words;
    }

    /// <summary>The words as tmux is to get them.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The words as a message carries them.</summary>
    internal ImmutableArray<byte> Arguments { get; }

    /// <summary>One command of ours.</summary>
    /// <param name="name">Its name, such as <c>list-panes</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ArgumentException">A word holds a NUL, which no argument vector can carry.</exception>
    public static TmuxCommandLine Of(string name, params IEnumerable<TmuxArgument> arguments) =>
        new([name, .. arguments.Select(argument => Escaped(argument.Text))]);

    /// <summary>Several, one after the other; one that fails ends the line.</summary>
    public static TmuxCommandLine Join(params IEnumerable<TmuxCommandLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return new([.. lines.SelectMany((line, index) => index == 0 ? line.Words : [End, .. line.Words])]);
    }

    /// <summary>A user's own tmux command: the words go to tmux as an argument vector would, a final <c>;</c> and all.</summary>
    /// <exception cref="ArgumentException"><see cref="Problem"/> has an objection; the message says which.</exception>
    public static TmuxCommandLine Exec(ImmutableArray<string> words) =>
        Problem(words) is { } problem ? throw new ArgumentException(problem, nameof(words)) : new(words);

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
            : ClientMessages.Problem(words.Sum(word => System.Text.Encoding.UTF8.GetByteCount(word) + 1));
    }

    /// <summary>Why no message can carry it, in one line; null when one can.</summary>
    public string? LengthProblem => ClientMessages.Problem(Arguments.Length);

    /// <inheritdoc/>
    public bool Equals(TmuxCommandLine? other) => other is not null && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() => Words.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);

    private static string Escaped(string word) => word.EndsWith(';') ? $"{word[..^1]}\\;" : word;
}
