namespace RunKit.Hosting.Configuration;

/// <summary>Whether every bracket and quote of a HOCON text is closed, and every setting has a value.</summary>
internal static class HoconBrackets
{
    private const string TripleQuote = "\"\"\"";

    /// <returns>What is wrong and in which line; null for nothing.</returns>
    public static string? Problem(string hocon)
    {
        Stack<(char Opening, int Line)> open = new();
        var line = 1;
        var awaitsValue = false;
        var whole = false;
        var begun = false;
        for (var i = 0; i < hocon.Length; i++)
        {
            var c = hocon[i];
            if (IsComment(hocon, i))
            {
                i = EndOfLine(hocon, i) - 1;
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                line += c is '\n' ? 1 : 0;
                continue;
            }

            if (whole && open.Count == 0)
            {
                return $"line {line}: '{c}' comes after the '}}' that closes the whole";
            }

            whole |= !begun && c is '{';
            begun = true;
            if (awaitsValue && c is ('}' or ']' or ','))
            {
                return NoValue(line);
            }

            if (c is '"')
            {
                var end = EndOfQuoted(hocon, i);
                if (end < 0)
                {
                    return $"line {line}: a quote is not closed";
                }

                line += hocon.AsSpan(i, end - i).Count('\n');
                i = end - 1;
            }
            else if (Nest(open, c, line) is { } problem)
            {
                return problem;
            }

            // Of an address without quotes Akka itself says what is wrong.
            awaitsValue = c is '=' || (c is ':' && !IsComment(hocon, i + 1));
        }

        return open.TryPeek(out var left) ? $"line {left.Line}: '{left.Opening}' is not closed" : awaitsValue ? NoValue(line) : null;
    }

    private static string? Nest(Stack<(char Opening, int Line)> open, char c, int line)
    {
        if (c is '{' or '[')
        {
            open.Push((c, line));
        }

        return c is '}' or ']' && (!open.TryPop(out var opened) || opened.Opening != (c is '}' ? '{' : '['))
            ? $"line {line}: '{c}' closes nothing"
            : null;
    }

    private static string NoValue(int line) => $"line {line}: a setting has no value";

    private static bool IsComment(string text, int at) => text.AsSpan(at) is ['#', ..] or ['/', '/', ..];

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is >= 0 and var end ? end : text.Length;

    /// <returns>The place after the closing quote; -1 where there is none.</returns>
    private static int EndOfQuoted(string text, int from)
    {
        if (string.CompareOrdinal(text, from, TripleQuote, 0, TripleQuote.Length) == 0)
        {
            var closing = text.IndexOf(TripleQuote, from + TripleQuote.Length, StringComparison.Ordinal);
            return closing < 0 ? -1 : closing + TripleQuote.Length;
        }

        for (var i = from + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return -1;
    }
}
