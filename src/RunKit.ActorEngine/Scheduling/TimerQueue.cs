namespace Akka.Actor;

/// <summary>One scheduled message or action. Times are in ticks of 100 ns on the queue's clock.</summary>
internal sealed class TimerEntry(TimerQueue queue, long due, long interval, object target, object? message, IActorRef? sender, ICancelable? cancelable)
{
    public long Due { get; set; } = due;

    /// <summary>Zero for what happens once.</summary>
    public long Interval { get; } = interval;

    /// <summary>An <see cref="ICanTell"/> or an <see cref="Action"/>.</summary>
    public object Target { get; } = target;

    public object? Message { get; } = message;

    public IActorRef? Sender { get; } = sender;

    public ICancelable? Cancelable { get; } = cancelable;

    /// <summary>Breaks ties: what was scheduled first comes first.</summary>
    public long Order { get; set; }

    /// <summary>Where it stands in the heap; -1 outside.</summary>
    public int Index { get; set; } = -1;

    public bool IsDone => Index < 0 && Interval == 0;

    public void Remove() => queue.Remove(this);
}

/// <summary>A binary heap of entries by due time, from which any entry can be taken out. Not synchronised but for <see cref="Remove"/>.</summary>
internal sealed class TimerQueue
{
    private TimerEntry[] _heap = new TimerEntry[16];
    private int _count;
    private long _order;

    public TimerEntry? First => _count == 0 ? null : _heap[0];

    /// <summary>True when the entry is now the first.</summary>
    public bool Add(TimerEntry entry)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _count * 2);
        entry.Order = _order++;
        Up(_count++, entry);
        return entry.Index == 0;
    }

    public void Remove(TimerEntry entry)
    {
        lock (this)
        {
            var index = entry.Index;
            if (index < 0)
                return;

            entry.Index = -1;
            var last = _heap[--_count];
            _heap[_count] = null!;
            if (last == entry)
                return;

            Up(index, last);
            if (last.Index == index)
                Down(index, last);
        }
    }

    private static bool Before(TimerEntry a, TimerEntry b) => a.Due < b.Due || (a.Due == b.Due && a.Order < b.Order);

    private void Up(int index, TimerEntry entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!Before(entry, _heap[parent]))
                break;
            Place(index, _heap[parent]);
            index = parent;
        }

        Place(index, entry);
    }

    private void Down(int index, TimerEntry entry)
    {
        for (int child; (child = (2 * index) + 1) < _count; index = child)
        {
            if (child + 1 < _count && Before(_heap[child + 1], _heap[child]))
                child++;
            if (!Before(_heap[child], entry))
                break;
            Place(index, _heap[child]);
        }

        Place(index, entry);
    }

    private void Place(int index, TimerEntry entry)
    {
        _heap[index] = entry;
        entry.Index = index;
    }
}
