namespace RunKit.Cli.Terminal;

/// <summary>What is piped into a verb.</summary>
internal static class StandardInput
{
    private static readonly char[] Separators = [' ', '\t', '\n', ';', '{', '}', '"', '\''];

    /// <summary>
    /// All of stdin, where a tmux command asks for it by the file name <c>-</c>; null where it does not, on a terminal, and where nothing
    /// comes. What does not ask leaves stdin to whatever else reads it, a shell's loop for one.
    /// </summary>
    public static async Task<ImmutableArray<byte>?> ReadAsync(ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected || !words.Any(AsksForInput))
        {
            return null;
        }

        var bytes = new MemoryStream();
        var input = Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            // A read that blocks cannot be cancelled, only left.
            await input.CopyToAsync(bytes, cancellationToken).WaitAsync(cancellationToken);
        }

        return bytes.Length > 0 ? [.. bytes.ToArray()] : null;
    }

    // A command within a command, as if-shell takes them, counts too.
    private static bool AsksForInput(string word) => word.Split(Separators).Contains("-", StringComparer.Ordinal);
}
