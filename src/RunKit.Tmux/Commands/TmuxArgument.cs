using System.Text;

namespace RunKit.Tmux.Commands;

/// <summary>One argument of a tmux command: its text, made harmless for the place where it stands.</summary>
public readonly record struct TmuxArgument
{
    private TmuxArgument(string text) => Text = text;

    /// <summary>The text that tmux is to get; a final <c>;</c> is not escaped yet.</summary>
    public string Text { get; }

    /// <summary>A text that tmux takes as it stands there: flags, ids and formats of ours, values that tmux does not expand.</summary>
    public static implicit operator TmuxArgument(string text) => Plain(text);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static TmuxArgument Plain(string text) => new(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>
    /// A text for a place where tmux expands formats and runs what stands in <c>#(...)</c>: it comes out as it was given. Each <c>#</c> is
    /// doubled, but for those right before a <c>[</c>, which tmux keeps for the style that may begin there.
    /// </summary>
    public static TmuxArgument Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains('#', StringComparison.Ordinal))
        {
            return new TmuxArgument(text);
        }

        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var run = text.AsSpan(at).IndexOfAnyExcept('#') is >= 0 and var length ? length : text.Length - at;
            var keeps = run > 0 && at + run < text.Length && text[at + run] == '[';
            literal.Append('#', keeps ? run : run * 2);
            at += run;
            if (at < text.Length)
            {
                literal.Append(text[at++]);
            }
        }

        return new TmuxArgument(literal.ToString());
    }

    /// <summary>
    /// A program and its arguments, as the last of a command; nothing for none, which is the user's shell. tmux gives one word alone to a
    /// shell: such a one is run by a shell that only replaces itself with it.
    /// </summary>
    public static IEnumerable<TmuxArgument> Program(IEnumerable<string> words) => words.ToArray() switch
    {
        [] => [],
        [var word] => ["--", "sh", "-c", "exec \"$0\"", word],
        var all => ["--", .. all.Select(Plain)],
    };

    /// <summary>A flag and a text that tmux expands there; nothing without a text.</summary>
    public static IEnumerable<TmuxArgument> LiteralAfter(string flag, string? text) => text is null ? [] : [flag, Literal(text)];

    /// <inheritdoc/>
    public override string ToString() => Text;
}
