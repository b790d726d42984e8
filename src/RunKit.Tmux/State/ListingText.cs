using System.Buffers.Text;
using System.Text;

namespace RunKit.Tmux.State;

/// <summary>
/// One text of a listing, as <c>LENGTH:TEXT,</c> where the text is quoted by tmux's <c>#{q:}</c> and counted before that.
/// tmux 3.4 and 3.5 also pass all they print through vis(3): control bytes and bytes that are no UTF-8 become <c>\ooo</c> or <c>\r</c>,
/// and a <c>$</c> that could begin a variable gets one more backslash. Backslashes themselves stay single there, which is why the
/// quoting is needed: after it no backslash of the text stands alone, and both forms read the same way.
/// </summary>
internal static class ListingText
{
    public static bool TryRead(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (rest.IsEmpty
            || !char.IsAsciiDigit((char)rest[0])
            || !Utf8Parser.TryParse(rest, out int length, out var used)
            || length > rest.Length
            || used == rest.Length
            || rest[used] != (byte)':')
        {
            return false;
        }

        var quoted = rest[(used + 1)..];
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (!TryReadByte(ref quoted, out bytes[i]))
            {
                return false;
            }
        }

        if (quoted.IsEmpty || quoted[0] != (byte)',')
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes);
        rest = quoted[1..];
        return true;
    }

    private static bool TryReadByte(ref ReadOnlySpan<byte> quoted, out byte value)
    {
        value = 0;
        if (quoted.IsEmpty)
        {
            return false;
        }

        if (quoted[0] != (byte)'\\')
        {
            value = quoted[0];
            quoted = quoted[1..];
            return true;
        }

        var used = Escape(quoted[1..], out value);
        quoted = quoted[Math.Min(quoted.Length, used + 1)..];
        return used > 0;
    }

    /// <summary>What stands after a backslash, and how many bytes of it that takes; none at the end of the listing.</summary>
    private static int Escape(ReadOnlySpan<byte> after, out byte value)
    {
        value = after.IsEmpty ? (byte)0 : after[0];
        switch (after)
        {
            case []:
                return 0;
            case [>= (byte)'0' and <= (byte)'3' and var a, >= (byte)'0' and <= (byte)'7' and var b, >= (byte)'0' and <= (byte)'7' and var c, ..]:
                value = (byte)(((a - '0') << 6) | ((b - '0') << 3) | (c - '0'));
                return 3;
            case [(byte)'\\', (byte)'$', ..]:
                value = (byte)'$';
                return 2;
            default:
                var letter = "abfrv"u8.IndexOf(value);
                value = letter < 0 ? value : "\a\b\f\r\v"u8[letter];
                return 1;
        }
    }
}
