using System.Text;

namespace RunKit.Tmux.State;

/// <summary>
/// One text of a listing, as <c>TEXT|</c> where the text is quoted by tmux's <c>#{q:}</c>: it puts a backslash before each <c>|</c> of the
/// text (<c>format_quote_shell</c>, the same from 3.2a on), so that a bare one can only be the end.
/// tmux 3.4 and 3.5 also pass all they print through vis(3): control bytes and bytes that are no UTF-8 become <c>\ooo</c> or <c>\r</c>,
/// and a <c>$</c> that could begin a variable gets one more backslash. Backslashes themselves stay single there, which is why the
/// quoting is needed: after it no backslash of the text stands alone, and both forms read the same way.
/// </summary>
internal static class ListingText
{
    private const byte End = (byte)'|';
    private const byte Quote = (byte)'\\';

    // Texts that fit are read on the stack.
    private const int Small = 512;

    public static bool TryRead(ref ReadOnlySpan<byte> rest, out string text)
    {
        var end = IndexOfEnd(rest);
        text = end < 0 ? "" : Unquote(rest[..end]);
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    private static int IndexOfEnd(ReadOnlySpan<byte> quoted)
    {
        var from = 0;
        while (from < quoted.Length && quoted[from..].IndexOfAny(End, Quote) is >= 0 and var step)
        {
            if (quoted[from + step] == End)
            {
                return from + step;
            }

            from += step + 2;
        }

        return -1;
    }

    private static string Unquote(ReadOnlySpan<byte> quoted)
    {
        if (!quoted.Contains(Quote))
        {
            return Encoding.UTF8.GetString(quoted);
        }

        var bytes = quoted.Length <= Small ? stackalloc byte[quoted.Length] : new byte[quoted.Length];
        var count = 0;
        while (!quoted.IsEmpty)
        {
            var used = 1;
            bytes[count] = quoted[0];
            if (quoted[0] == Quote)
            {
                used += Escape(quoted[1..], out bytes[count]);
            }

            quoted = quoted[used..];
            count++;
        }

        return Encoding.UTF8.GetString(bytes[..count]);
    }

    /// <summary>What stands after a backslash, of which there is always some, and how many bytes of it that takes.</summary>
    private static int Escape(ReadOnlySpan<byte> after, out byte value)
    {
        value = after[0];
        switch (after)
        {
            case [>= (byte)'0' and <= (byte)'3' and var a, >= (byte)'0' and <= (byte)'7' and var b, >= (byte)'0' and <= (byte)'7' and var c, ..]:
                value = (byte)(((a - '0') << 6) | ((b - '0') << 3) | (c - '0'));
                return 3;
            case [Quote, (byte)'$', ..]:
                value = (byte)'$';
                return 2;
            default:
                var letter = "abfrv"u8.IndexOf(value);
                value = letter < 0 ? value : "\a\b\f\r\v"u8[letter];
                return 1;
        }
    }
}
