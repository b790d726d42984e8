using System.Buffers;
using System.Globalization;

namespace RunKit.Tmux.State.Layout;

/// <summary>Reads one text from left to right. It never throws and nests no deeper than <see cref="WindowLayout.MaxDepth"/>.</summary>
internal ref struct LayoutParser(ReadOnlySpan<char> text)
{
    private const int ChecksumDigits = 4;

    private static readonly SearchValues<char> LowercaseHex = SearchValues.Create("0123456789abcdef");

    private ReadOnlySpan<char> _rest = text;

    public WindowLayout? Parse()
    {
        if (!TryChecksum(out var checksum) || Cell(0) is not { } root)
        {
            return null;
        }

        var floating = TryTake('<') ? Cells('>', 0) : [];
        return _rest.IsEmpty && !floating.IsDefault ? new WindowLayout(checksum, root, floating) : null;
    }

    private bool TryChecksum(out ushort checksum)
    {
        checksum = 0;
        if (_rest.Length < ChecksumDigits || _rest[..ChecksumDigits].ContainsAnyExcept(LowercaseHex))
        {
            return false;
        }

        checksum = ushort.Parse(_rest[..ChecksumDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _rest = _rest[ChecksumDigits..];
        return TryTake(',');
    }

    private LayoutCell? Cell(int depth)
    {
        if (depth >= WindowLayout.MaxDepth
            || !TryNumber(out var width) || !TryTake('x') || !TryNumber(out var height)
            || !TryTake(',') || !TryNumber(out var x) || !TryTake(',') || !TryNumber(out var y))
        {
            return null;
        }

        if (TryTake('{'))
        {
            return Cells('}', depth + 1) is { IsDefault: false } cells ? new LayoutCell.Split(width, height, x, y, SplitDirection.Horizontal, cells) : null;
        }

        if (TryTake('['))
        {
            return Cells(']', depth + 1) is { IsDefault: false } cells ? new LayoutCell.Split(width, height, x, y, SplitDirection.Vertical, cells) : null;
        }

        return new LayoutCell.Leaf(width, height, x, y, Pane());
    }

    /// <summary>One cell or more with commas between, up to the closing sign; default when that is not what stands there.</summary>
    private ImmutableArray<LayoutCell> Cells(char close, int depth)
    {
        var cells = ImmutableArray.CreateBuilder<LayoutCell>();
        do
        {
            if (Cell(depth) is not { } cell)
            {
                return default;
            }

            cells.Add(cell);
        }
        while (TryTake(','));
        return TryTake(close) ? cells.DrainToImmutable() : default;
    }

    // After a comma may stand this cell's pane or the next cell, which begins with a number too: an 'x' then tells it.
    private PaneId? Pane()
    {
        var before = _rest;
        if (TryTake(',') && TryNumber(out var pane) && !_rest.StartsWith('x'))
        {
            return new PaneId((uint)pane);
        }

        _rest = before;
        return null;
    }

    private bool TryTake(char sign)
    {
        if (!_rest.StartsWith(sign))
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool TryNumber(out int number)
    {
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? _rest : _rest[..end];
        number = 0;
        if (digits is ['0', _, ..] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        _rest = _rest[digits.Length..];
        return true;
    }
}
