using System.Text;

namespace RunKit.Mcp.Text;

/// <summary>
/// What a program printed, as lines of text: without the sequences that colour it or move the cursor (ECMA-48), and of a line that was written
/// over (<c>CR</c>, as progress bars do) the last that was written.
/// </summary>
internal static class PlainText
{
    private const char Escape = '\x1b';

    public static ImmutableArray<string> Lines(string printed)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = new StringBuilder();
        var overwrites = false;
        for (var at = 0; at < printed.Length; at++)
        {
            var c = printed[at];
            switch (c)
            {
                case '\n':
                    lines.Add(line.ToString());
                    line.Clear();
                    overwrites = false;
                    break;
                case '\r':
                    overwrites = true;
                    break;
                case '\b' when line.Length > 0:
                    line.Length--;
                    break;
                case Escape:
                    at = EndOfSequence(printed, at);
                    break;
                case '\t':
                case var _ when !char.IsControl(c):
                    if (overwrites)
                    {
                        line.Clear();
                        overwrites = false;
                    }

                    line.Append(c);
                    break;
            }
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        return lines.ToImmutable();
    }

    /// <summary>The last character of the sequence that begins at <paramref name="at"/>; the text's last where it is not whole.</summary>
    private static int EndOfSequence(string text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at;
        }

        switch (text[at + 1])
        {
            case '[':
                // Parameters and intermediates, then one final character.
                var end = at + 2;
                while (end < text.Length && text[end] is >= ' ' and < '@')
                {
                    end++;
                }

                return Math.Min(end, text.Length - 1);
            case ']' or 'P' or 'X' or '^' or '_':
                return EndOfString(text, at + 2);
            case >= ' ' and <= '/':
                return Math.Min(at + 2, text.Length - 1);
            default:
                return at + 1;
        }
    }

    // To BEL or ST.
    private static int EndOfString(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '\a')
            {
                return at;
            }

            if (text[at] == Escape && at + 1 < text.Length && text[at + 1] == '\\')
            {
                return at + 1;
            }

            at++;
        }

        return text.Length - 1;
    }
}
