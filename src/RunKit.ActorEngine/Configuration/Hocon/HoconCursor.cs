namespace Akka.Configuration.Hocon;

/// <summary>A place in a text that moves forward and knows its line and column.</summary>
internal sealed class HoconCursor(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public bool AtEnd => _at >= text.Length;

    /// <summary>The character here; NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[_at];

    public HoconPosition Position => new(_line, _at - _lineStart + 1);

    /// <summary>Whether a comment begins here.</summary>
    public bool AtComment => Current == '#' || Sees("//");

    /// <summary>Whether the value of a line ends here.</summary>
    public bool AtLineEnd => AtEnd || Current == '\n' || AtComment;

    public bool Sees(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    public char Take()
    {
        var taken = text[_at++];
        if (taken == '\n')
        {
            _line++;
            _lineStart = _at;
        }

        return taken;
    }

    /// <summary>Takes what is expected, if it is there.</summary>
    public bool Take(string expected)
    {
        if (!Sees(expected))
            return false;

        foreach (var _ in expected)
            Take();
        return true;
    }

    /// <summary>Takes all that fits.</summary>
    public string TakeWhile(Func<char, bool> fits)
    {
        var start = _at;
        while (!AtEnd && fits(Current))
            Take();
        return text[start.._at];
    }

    /// <summary>Takes blanks within the line.</summary>
    public string SkipBlanks() => TakeWhile(static c => c != '\n' && IsBlank(c));

    /// <summary>Takes blanks, comments and line ends; says whether there was a line end.</summary>
    public bool SkipLines()
    {
        var line = _line;
        while (!AtEnd && (IsBlank(Current) || AtComment))
        {
            if (AtComment)
                TakeWhile(static c => c != '\n');
            else
                Take();
        }

        return _line != line;
    }

    public FormatException Error(string what) => Position.Error(what);

    /// <summary>The character here, as an error message names it.</summary>
    public string Describe() => AtEnd ? "the end of the text" : Current == '\n' ? "the end of the line" : $"'{Current}'";

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
}
