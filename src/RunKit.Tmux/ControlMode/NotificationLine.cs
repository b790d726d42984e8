namespace RunKit.Tmux.ControlMode;

/// <summary>A line outside a block that begins with <c>%</c>: a name, and what follows the first space.</summary>
internal static class NotificationLine
{
    /// <summary>More of a name than this is not looked at; tmux's longest has 24 bytes.</summary>
    public const int LongestName = 64;

    /// <summary>False when the line is no notification.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> arguments)
    {
        name = default;
        arguments = default;
        if (line.Length < 2 || line[0] != (byte)'%')
        {
            return false;
        }

        var space = line.IndexOf((byte)' ');
        name = space < 0 ? line[1..] : line[1..space];
        arguments = space < 0 ? [] : line[(space + 1)..];
        return true;
    }
}
