namespace RunKit.Cli.CommandLine;

/// <summary>Which known word a mistyped one was to be.</summary>
internal static class SimilarWord
{
    private const int MostChanges = 2;

    /// <summary>The known word that is fewest letters away, and at most two; null where none is, or where that would be all of it.</summary>
    public static string? Of(string word, IEnumerable<string> known) => word.Length > MostChanges
        ? known.Select(name => (Name: name, Changes: Changes(word, name))).Where(near => near.Changes <= MostChanges).OrderBy(near => near.Changes).FirstOrDefault().Name
        : null;

    /// <summary>How many letters must be put in, taken out or replaced (Levenshtein's distance).</summary>
    public static int Changes(string from, string to)
    {
        var before = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var letter in from)
        {
            var now = new int[to.Length + 1];
            now[0] = before[0] + 1;
            for (var i = 1; i <= to.Length; i++)
            {
                now[i] = Math.Min(Math.Min(now[i - 1], before[i]) + 1, before[i - 1] + (letter == to[i - 1] ? 0 : 1));
            }

            before = now;
        }

        return before[^1];
    }
}
