using System.Globalization;
using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>
/// Looks for a typed text on a screen. A program may wrap it, frame it and colour it, and tmux may show a character that it does not know in its
/// own way: so only the end of the text counts, and of that only characters that every program shows alike.
/// </summary>
public sealed class EchoSearch
{
    private const int Columns = 20;

    private readonly string _tail;

    /// <param name="text">What is typed.</param>
    public EchoSearch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Enough for any number of characters that do not count.
        var end = text.Length > Columns * 50 ? text[^(Columns * 50)..] : text;
        var visible = Visible(end);
        _tail = visible.Length > Columns ? visible[^Columns..] : visible;
    }

    /// <summary>Whether there is anything to look for.</summary>
    public bool IsPossible => _tail.Length > 0;

    /// <summary>How often it stands in these rows.</summary>
    public int Count(IEnumerable<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!IsPossible)
        {
            return 0;
        }

        var screen = Visible(string.Concat(rows));
        var count = 0;
        for (var at = screen.IndexOf(_tail, StringComparison.Ordinal); at >= 0; at = screen.IndexOf(_tail, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Counts(rune))
            {
                visible.Append(rune);
            }
        }

        return visible.ToString();
    }

    // Frames are drawn with characters from U+2500 to U+259F.
    private static bool Counts(Rune rune) => rune.Value is > ' ' and < 0x7f
        || (rune.IsBmp && rune.Value is (> 0xa0 and < 0x2500) or (> 0x259f and < 0xe000) && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber);
}
