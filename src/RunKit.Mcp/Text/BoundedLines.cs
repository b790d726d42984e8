using System.Text.Encodings.Web;

namespace RunKit.Mcp.Text;

/// <summary>The newest lines of a text, as many as a result may have.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="DroppedLines">How many older ones are missing.</param>
/// <param name="DroppedCharacters">How many characters the first line lacks at its beginning.</param>
internal sealed record BoundedLines(ImmutableArray<string> Lines, int DroppedLines, int DroppedCharacters)
{
    /// <summary>The most lines of one result.</summary>
    public const int MostLines = 500;

    /// <summary>The most bytes of one result's text, in JSON as it is sent.</summary>
    public const int MostBytes = 120_000;

    // A line end in JSON.
    private const int LineEnd = 2;

    public string Text => string.Join('\n', Lines);

    public static BoundedLines Newest(IReadOnlyList<string> lines)
    {
        var kept = new List<string>();
        var left = MostBytes;
        var cut = 0;
        for (var at = lines.Count - 1; at >= 0 && kept.Count < MostLines; at--)
        {
            var line = lines[at];
            var length = Length(line) + LineEnd;
            if (length > left)
            {
                if (kept.Count == 0)
                {
                    cut = line.Length - FittingTail(line, left);
                    kept.Add(line[cut..]);
                }

                break;
            }

            left -= length;
            kept.Add(line);
        }

        kept.Reverse();
        return new BoundedLines([.. kept], lines.Count - kept.Count, cut);
    }

    private static int Length(string text) => JavaScriptEncoder.Default.Encode(text).Length;

    private static int FittingTail(string line, int bytes)
    {
        var (low, high) = (0, line.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Length(line[^middle..]) + LineEnd <= bytes ? (middle, high) : (low, middle - 1);
        }

        // Not within a pair.
        return low > 0 && char.IsLowSurrogate(line[^low]) ? low - 1 : low;
    }
}
