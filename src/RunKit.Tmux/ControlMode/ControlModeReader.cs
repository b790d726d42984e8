using System.Diagnostics.CodeAnalysis;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// Turns the bytes of a control-mode client's stdout into blocks, notifications and lines of no known kind. Feed it what a read returned,
/// then take items until there are none. It never throws on what tmux sends, its items do not depend on how the bytes were cut into reads,
/// and it holds no more than its limits of what is unfinished. What the consumer does not want costs no allocation. Not thread-safe.
/// </summary>
/// <param name="interest">Which items are wanted; all of them by default.</param>
/// <param name="limits">How much of a line and of a block is kept.</param>
public sealed class ControlModeReader(IControlModeInterest? interest = null, ReaderLimits? limits = null)
{
    // Enough to know what a line is: no guard is as long (so none is ever cut), and no name is asked about beyond this.
    private const int HeadBytes = ReaderLimits.Least;

    private readonly Queue<ControlModeItem> _items = new();
    private readonly IControlModeInterest _interest = interest ?? EveryItem.Instance;
    private readonly ReaderLimits _limits = limits ?? ReaderLimits.Default;
    private readonly ByteAccumulator _line = new((limits ?? ReaderLimits.Default).LineBytes);
    private readonly ByteAccumulator _body = new((limits ?? ReaderLimits.Default).BodyBytes);
    private readonly BlockGuard _guard = new();
    private ItemUse _blockUse;
    private bool _bodyHasLine;
    private int _hints;

    /// <summary>The bytes of memory held for a line or block that has not ended; never more than the sum of the limits.</summary>
    public int HeldBytes => _line.Capacity + _body.Capacity;

    /// <summary>Takes in bytes as they came: any cut, any content.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_line.IsEmpty && end <= _limits.LineBytes)
            {
                Line(bytes[..end], cut: false);
            }
            else
            {
                Keep(bytes[..end]);
                Line(_line.Span, _line.Cut);
                _line.Clear();
            }

            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    /// <summary>The next complete item, if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out ControlModeItem? item) => _items.TryDequeue(out item);

    /// <summary>How much came since the last call that was wanted as a mere hint.</summary>
    public int TakeHints()
    {
        var hints = _hints;
        _hints = 0;
        return hints;
    }

    // Part of a line whose end has not come. Of a line that nobody wants, the head is enough.
    private void Keep(ReadOnlySpan<byte> part)
    {
        var head = part[..Math.Min(part.Length, Math.Max(0, HeadBytes - _line.Count))];
        _line.Append(head);
        var rest = part[head.Length..];
        if (rest.IsEmpty)
        {
            return;
        }

        if ((_guard.IsOpen ? _blockUse : OutsideUse(_line.Span)) == ItemUse.Item)
        {
            _line.Append(rest);
        }
        else
        {
            _line.MarkCut();
        }
    }

    private void Line(ReadOnlySpan<byte> line, bool cut)
    {
        if (_guard.IsOpen)
        {
            InBlock(line, cut);
        }
        else if (_guard.TryOpen(line))
        {
            _blockUse = _interest.Block(_guard.FromStdin);
            _bodyHasLine = false;
        }
        else if (Wanted(OutsideUse(line)))
        {
            var item = NotificationParser.Parse(line);
            _items.Enqueue(cut ? item with { Cut = true } : item);
        }
    }

    private ItemUse OutsideUse(ReadOnlySpan<byte> line) =>
        NotificationLine.TrySplit(line, out var name, out _)
            ? _interest.Notification(name[..Math.Min(name.Length, NotificationLine.LongestName)])
            : _interest.UnframedLine();

    private bool Wanted(ItemUse use)
    {
        _hints += use == ItemUse.Hint ? 1 : 0;
        return use == ItemUse.Item;
    }

    private void InBlock(ReadOnlySpan<byte> line, bool cut)
    {
        if (_guard.TryClose(line, out var failed))
        {
            if (Wanted(_blockUse))
            {
                _items.Enqueue(new ControlBlock(_guard.Number, _guard.FromStdin, failed, _body.ToArray(), _body.Cut));
            }

            _body.Clear();
        }
        else if (_blockUse == ItemUse.Item)
        {
            AddToBody(line, cut);
        }
    }

    private void AddToBody(ReadOnlySpan<byte> line, bool cut)
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
    }
}
