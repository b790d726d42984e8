using System.Buffers.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// The three numbers of a <c>%begin</c>: time, command number, flags. The <c>%end</c> or <c>%error</c> of the same block repeats them to
/// the byte, and no other line ends it.
/// </summary>
internal sealed class BlockGuard
{
    // The longest numbers that fit their types, with signs and spaces, need fewer.
    private const int MaxBytes = 64;

    private readonly byte[] _numbers = new byte[MaxBytes];
    private int _count;

    /// <summary>Whether a block is open.</summary>
    public bool IsOpen { get; private set; }

    public uint Number { get; private set; }

    /// <summary>Bit 0 of the flags: the block answers a line of this client's stdin.</summary>
    public bool FromStdin { get; private set; }

    /// <summary>Opens a block if the line is a well-formed <c>%begin</c>.</summary>
    public bool TryOpen(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("%begin "u8))
        {
            return false;
        }

        var numbers = line["%begin "u8.Length..];
        if (numbers.Length > MaxBytes || !TryRead(numbers, out var number, out var flags))
        {
            return false;
        }

        numbers.CopyTo(_numbers);
        _count = numbers.Length;
        Number = number;
        FromStdin = (flags & 1) == 1;
        IsOpen = true;
        return true;
    }

    /// <summary>Closes the block if the line is its <c>%end</c> or <c>%error</c>.</summary>
    public bool TryClose(ReadOnlySpan<byte> line, out bool failed)
    {
        failed = line.StartsWith("%error "u8);
        if (!failed && !line.StartsWith("%end "u8))
        {
            return false;
        }

        IsOpen = !line[(failed ? "%error "u8.Length : "%end "u8.Length)..].SequenceEqual(_numbers.AsSpan(0, _count));
        return !IsOpen;
    }

    private static bool TryRead(ReadOnlySpan<byte> numbers, out uint number, out int flags)
    {
        number = 0;
        flags = 0;
        if (!Utf8Parser.TryParse(numbers, out long _, out var used) || used == numbers.Length || numbers[used] != ' ')
        {
            return false;
        }

        numbers = numbers[(used + 1)..];
        if (!Utf8Parser.TryParse(numbers, out number, out used) || used == numbers.Length || numbers[used] != ' ')
        {
            return false;
        }

        numbers = numbers[(used + 1)..];
        return Utf8Parser.TryParse(numbers, out flags, out used) && used == numbers.Length;
    }
}
