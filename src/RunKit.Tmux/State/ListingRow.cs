using System.Buffers.Text;

namespace RunKit.Tmux.State;

/// <summary>Reads the fields of listing rows, one after the other. A field out of shape fails, and nothing is skipped to find the next.</summary>
internal ref struct ListingRow(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next byte, whatever it is.</summary>
    public bool TryKind(out byte kind)
    {
        kind = _rest.IsEmpty ? (byte)0 : _rest[0];
        _rest = _rest.IsEmpty ? _rest : _rest[1..];
        return kind != 0;
    }

    /// <summary>A blank, then an id with its sigil.</summary>
    public bool TryId(char sigil, out uint id)
    {
        id = 0;
        if (_rest.Length < 3 || _rest[1] != (byte)sigil || !TryDigits(2, uint.MaxValue, out var number))
        {
            return false;
        }

        id = (uint)number;
        return true;
    }

    /// <summary>A blank, then a number from 0 up.</summary>
    public bool TryNumber(out int number)
    {
        var read = TryDigits(1, int.MaxValue, out var value);
        number = (int)value;
        return read;
    }

    /// <inheritdoc cref="TryNumber(out int)"/>
    public bool TryNumber(out long number) => TryDigits(1, long.MaxValue, out number);

    /// <summary>A blank, then 0 for no, anything else for yes.</summary>
    public bool TryFlag(out bool flag)
    {
        var read = TryNumber(out int number);
        flag = number != 0;
        return read;
    }

    public bool TrySize(out TerminalSize size)
    {
        var read = TryNumber(out int width) & TryNumber(out int height);
        size = new TerminalSize(width, height);
        return read;
    }

    /// <summary>A blank, then a text in the form of <see cref="ListingText"/>.</summary>
    public bool TryText(out string text)
    {
        text = "";
        if (_rest.IsEmpty || _rest[0] != (byte)' ')
        {
            return false;
        }

        var quoted = _rest[1..];
        if (!ListingText.TryRead(ref quoted, out text))
        {
            return false;
        }

        _rest = quoted;
        return true;
    }

    /// <summary>The row's end: a line end, or the listing's.</summary>
    public bool TryEnd()
    {
        if (_rest.IsEmpty)
        {
            return true;
        }

        var ends = _rest[0] == (byte)'\n';
        _rest = ends ? _rest[1..] : _rest;
        return ends;
    }

    private bool TryDigits(int start, long most, out long number)
    {
        number = 0;
        if (_rest.Length <= start
            || _rest[0] != (byte)' '
            || !char.IsAsciiDigit((char)_rest[start])
            || !Utf8Parser.TryParse(_rest[start..], out number, out var used)
            || number > most)
        {
            return false;
        }

        _rest = _rest[(start + used)..];
        return true;
    }
}
