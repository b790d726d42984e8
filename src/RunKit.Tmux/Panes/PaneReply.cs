namespace RunKit.Tmux.Panes;

/// <summary>What a command line of <see cref="PaneCommands"/> printed: the pane, and each part's rows.</summary>
/// <param name="Facts">The pane.</param>
/// <param name="Parts">The rows of each part.</param>
public sealed record PaneReply(PaneFacts Facts, ImmutableArray<ImmutableArray<string>> Parts)
{
    /// <summary>Reads it; false when it is not whole, and for a pane that is not there.</summary>
    /// <param name="output">What was printed.</param>
    /// <param name="nonce">The mark that was asked for.</param>
    /// <param name="parts">How many parts were asked for.</param>
    public static bool TryRead(string output, string nonce, int parts, out PaneReply reply)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        reply = null!;
        var end = output.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || !output.StartsWith(nonce, StringComparison.Ordinal) || !PaneFormat.TryRead(output[nonce.Length..end], out var facts))
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<ImmutableArray<string>>(parts);
        var from = end + 1;
        var mark = $"{nonce}\n";
        while (found.Count < parts && IndexOfLine(output, mark, from) is >= 0 and var at)
        {
            found.Add(Rows(output[from..at]));
            from = at + mark.Length;
        }

        reply = new PaneReply(facts, found.ToImmutable());
        return found.Count == parts && from == output.Length;
    }

    private static int IndexOfLine(string output, string line, int from)
    {
        for (; output.IndexOf(line, from, StringComparison.Ordinal) is >= 0 and var at; from = at + 1)
        {
            if (output[at - 1] == '\n')
            {
                return at;
            }
        }

        return -1;
    }

    private static ImmutableArray<string> Rows(string text) => text.Length == 0 ? [] : [.. text[..^1].Split('\n')];
}
