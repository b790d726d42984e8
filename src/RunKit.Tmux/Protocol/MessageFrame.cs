namespace RunKit.Tmux.Protocol;

/// <summary>
/// How one message is framed: sixteen bytes (kind, length with them, protocol version, a process; all in the machine's own order), then
/// what it carries. To tmux 3.5a the length has two bytes and two of flags follow; from 3.6 on it has four, and the top bit marks a
/// descriptor. Without a descriptor the bytes are the same.
/// </summary>
internal static class MessageFrame
{
    public const int HeaderLength = 16;

    /// <summary>The longest message that tmux sends or takes, header and all (<c>MAX_IMSGSIZE</c>).</summary>
    public const int GreatestLength = 16384;

    public const int GreatestPayload = GreatestLength - HeaderLength;

    public const int ProtocolVersion = 8;

    public const int LengthOffset = 4;

    public const int VersionOffset = 8;

    public const int ProcessOffset = 12;

    /// <summary>What is added to the length of a message that comes with a descriptor.</summary>
    public static uint DescriptorMark(bool from36) => from36 ? DescriptorMarkFrom36 : DescriptorMarkTo35;

    private const uint DescriptorMarkTo35 = 0x0001_0000;
    private const uint DescriptorMarkFrom36 = 0x8000_0000;

    /// <summary>The length that a header names, in either framing; null when no message can have it.</summary>
    public static int? Length(ReadOnlySpan<byte> header)
    {
        var field = BitConverter.ToUInt32(header[LengthOffset..]);
        var length = field & ushort.MaxValue;
        var marks = field & ~(uint)ushort.MaxValue;
        return length is >= HeaderLength and <= GreatestLength && marks is (0 or DescriptorMarkTo35 or DescriptorMarkFrom36) ? (int)length : null;
    }
}
