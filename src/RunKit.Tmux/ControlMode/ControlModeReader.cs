using System.Buffers.Text;
using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// Turns the bytes of a control-mode client's stdout into blocks and notifications. Feed it what a read returned, then take
/// items until there are none. It never throws on what tmux sends, and keeps at most <see cref="MaxLineBytes"/> of a line
/// and <see cref="MaxBodyBytes"/> of a block: what is longer is cut, and a block tells so. Not thread-safe.
/// </summary>
public sealed class ControlModeReader
{
    /// <summary>The longest line that is kept, in bytes; tmux itself knows no limit.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;

    /// <summary>The largest body of one block that is kept, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024 * 1024;

    private readonly Queue<ControlModeItem> _items = new();
    private readonly ByteAccumulator _line = new(MaxLineBytes);
    private readonly ByteAccumulator _body = new(MaxBodyBytes);
    private Guard? _open;
    private bool _bodyHasLine;

    /// <summary>Takes in bytes as they came: any cut, any content.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_line.IsEmpty)
            {
                Line(bytes[..end], cut: false);
            }
            else
            {
                _line.Append(bytes[..end]);
                Line(_line.Span, _line.Cut);
                _line.Clear();
            }

            bytes = bytes[(end + 1)..];
        }

        _line.Append(bytes);
    }

    /// <summary>The next complete item, if there is one.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ControlModeItem? item) => _items.TryDequeue(out item);

    private void Line(ReadOnlySpan<byte> line, bool cut)
    {
        if (_open is { } open)
        {
            InBlock(open, line, cut);
        }
        else if (Guard.TryParse(line, "%begin "u8, out var begin))
        {
            _open = begin;
            _bodyHasLine = false;
            _body.Clear();
        }
        else
        {
            _items.Enqueue(NotificationParser.Parse(line));
        }
    }

    private void InBlock(Guard open, ReadOnlySpan<byte> line, bool cut)
    {
        var failed = false;
        var ends = (Guard.TryParse(line, "%end "u8, out var guard)
                || (failed = Guard.TryParse(line, "%error "u8, out guard)))
            && guard == open;
        if (!ends)
        {
            if (_bodyHasLine)
            {
                _body.Append("\n"u8);
            }

            _bodyHasLine = true;
            _body.Append(line);
            if (cut)
            {
                _body.MarkCut();
            }

            return;
        }

        _items.Enqueue(new ControlBlock(open.Number, (open.Flags & 1) == 1, failed, _body.ToArray(), _body.Cut));
        _open = null;
        _body.Clear();
    }

    /// <summary>The three numbers of a <c>%begin</c>, which its <c>%end</c> repeats exactly: time, number, flags.</summary>
    private readonly record struct Guard(long Time, uint Number, int Flags)
    {
        public static bool TryParse(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word, out Guard guard)
        {
            guard = default;
            if (!line.StartsWith(word))
            {
                return false;
            }

            line = line[word.Length..];
            if (!Utf8Parser.TryParse(line, out long time, out var used) || used == line.Length || line[used] != ' ')
            {
                return false;
            }

            line = line[(used + 1)..];
            if (!Utf8Parser.TryParse(line, out uint number, out used) || used == line.Length || line[used] != ' ')
            {
                return false;
            }

            line = line[(used + 1)..];
            if (!Utf8Parser.TryParse(line, out int flags, out used) || used != line.Length)
            {
                return false;
            }

            guard = new Guard(time, number, flags);
            return true;
        }
    }
}
