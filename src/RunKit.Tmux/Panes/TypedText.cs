using System.Globalization;
using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>
/// A text that may be typed: characters, tabs and line ends. Any other control character is a key, not text; one of them, ESC, would even end
/// the brackets around what is pasted.
/// </summary>
public sealed record TypedText
{
    /// <summary>The longest text, in bytes of UTF-8: 8 MiB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>The longest line that the kernel keeps where it edits lines; what comes behind is lost.</summary>
    public const int MaxKernelLine = 4095;

    private TypedText(string text)
    {
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The text; every line end in it is <c>\n</c>.</summary>
    public string Text { get; }

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>It has no character at all.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>It has a line end.</summary>
    public bool HasLines => Text.Contains('\n', StringComparison.Ordinal);

    /// <summary>It has a tab, which a line editor takes for a key unless it is told that it is text.</summary>
    public bool HasTabs => Text.Contains('\t', StringComparison.Ordinal);

    /// <summary>How many bytes its longest line has.</summary>
    public int LongestLine
    {
        get
        {
            var longest = 0;
            for (var rest = Utf8.Span; ; rest = rest[(rest.IndexOf((byte)'\n') + 1)..])
            {
                var end = rest.IndexOf((byte)'\n');
                longest = Math.Max(longest, end < 0 ? rest.Length : end);
                if (end < 0)
                {
                    return longest;
                }
            }
        }
    }

    /// <summary>Checks a text; false with the one line that says what is wrong with it, and where.</summary>
    public static bool TryParse(string text, out TypedText typed, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        typed = null!;
        problem = Problem(text) ?? "";
        if (problem.Length > 0)
        {
            return false;
        }

        typed = new TypedText(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        return true;
    }

    /// <summary>Not the text: it may be a password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a text of {Utf8.Length} bytes");

    private static string? Problem(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"the text has half a character at offset {at}");
                }

                at++;
            }
            else if (char.IsControl(text[at]) && text[at] is not ('\t' or '\n' or '\r'))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"the text has a control character (U+{(int)text[at]:X4}) at offset {at}; keys are pressed with: runkit keys");
            }
        }

        return Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MaxBytes
            ? string.Create(CultureInfo.InvariantCulture, $"the text has {bytes} bytes; a text may have {MaxBytes}")
            : null;
    }
}
