namespace RunKit.Actors.Plane;

/// <summary>The last events of one epoch, numbered without gaps. Not thread-safe: the plane's actor owns it.</summary>
/// <param name="begun">What happened before this moment was never in it.</param>
internal sealed class EventLog(string epoch, int capacity, DateTimeOffset begun = default)
{
    private readonly PlaneEvent[] _ring = new PlaneEvent[capacity];
    private long _last;

    /// <summary>The id of the newest event; sequence 0 before the first.</summary>
    public EventId Last => new(epoch, _last);

    /// <summary>Appends what <paramref name="make"/> makes of the next id.</summary>
    public void Append(Func<EventId, PlaneEvent> make)
    {
        _last++;
        _ring[_last % _ring.Length] = make(new EventId(epoch, _last));
    }

    /// <summary>The event behind which lies what is not older than a moment, and whether all of that is here.</summary>
    public (EventId Behind, bool IsComplete) Since(DateTimeOffset moment)
    {
        var oldest = Math.Max(1, _last - _ring.Length + 1);
        var sequence = oldest;
        while (sequence <= _last && _ring[sequence % _ring.Length].At < moment)
        {
            sequence++;
        }

        return (new EventId(epoch, sequence - 1), moment >= begun && (oldest == 1 || sequence > oldest));
    }

    /// <summary>
    /// The events behind <paramref name="after"/>, at most <paramref name="most"/>; null when some of them are no longer, or never were,
    /// in this log.
    /// </summary>
    public ImmutableArray<PlaneEvent>? Behind(EventId after, int most)
    {
        var oldest = Math.Max(1, _last - _ring.Length + 1);
        if (after.Epoch != epoch || after.Sequence > _last || after.Sequence + 1 < oldest)
        {
            return null;
        }

        var count = (int)Math.Min(most, _last - after.Sequence);
        var page = ImmutableArray.CreateBuilder<PlaneEvent>(count);
        for (var sequence = after.Sequence + 1; page.Count < count; sequence++)
        {
            page.Add(_ring[sequence % _ring.Length]);
        }

        return page.MoveToImmutable();
    }
}
