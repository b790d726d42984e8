namespace RunKit.Tmux.ControlMode;

/// <summary>The escaping of <c>%output</c> and <c>%message</c>: bytes below 0x20, and in output the backslash, are written <c>\ooo</c>.</summary>
internal static class OctalText
{
    /// <summary>The bytes that were meant. A backslash that begins no such sequence stands for itself.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var escapes = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (IsEscape(text[at..]))
            {
                escapes++;
                at += 3;
            }
        }

        var bytes = new byte[text.Length - (3 * escapes)];
        for (int at = 0, to = 0; to < bytes.Length; to++)
        {
            if (IsEscape(text[at..]))
            {
                bytes[to] = (byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0'));
                at += 4;
            }
            else
            {
                bytes[to] = text[at++];
            }
        }

        return bytes;
    }

    private static bool IsEscape(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', >= (byte)'0' and <= (byte)'3', >= (byte)'0' and <= (byte)'7', >= (byte)'0' and <= (byte)'7', ..];
}
