using System.Threading.Channels;

namespace RunKit.Actors.Plane;

/// <summary>
/// Who reads events, and how far each has come. A reader is sent as many as it has granted and no more, so one that is slow costs nothing
/// but its own lag: what it has not granted yet stays in the log. Not thread-safe: the plane's actor owns it.
/// </summary>
internal sealed class EventReaders(EventLog log, Func<EventId, PlaneEvent> resync)
{
    private readonly Dictionary<long, Reader> _readers = [];

    public int Count => _readers.Count;

    /// <summary>Somebody has asked for the states of agents by name.</summary>
    public bool WantAgents => _readers.Values.Any(reader => reader.Agents);

    /// <summary>A reader begins: behind the event that it names, at the moment that it names, or behind the newest.</summary>
    /// <returns>The event behind which it begins.</returns>
    public EventId Add(PlaneProtocol.Subscribe subscribe)
    {
        var (position, isComplete) = subscribe switch
        {
            { After: { } after } => (after, true),
            { Since: { } since } => log.Since(since),
            _ => (log.Last, true),
        };
        var reader = new Reader(subscribe.Events, position) { Granted = subscribe.Granted, Agents = subscribe.Agents };
        _readers[subscribe.Reader] = reader;
        if (!isComplete)
        {
            reader.Events.TryWrite(resync(position));
            reader.Granted--;
        }

        Send(reader);
        return position;
    }

    public void Grant(long id, int events)
    {
        if (_readers.TryGetValue(id, out var reader))
        {
            reader.Granted += events;
            Send(reader);
        }
    }

    public void Remove(long id)
    {
        if (_readers.Remove(id, out var reader))
        {
            reader.Events.TryComplete();
        }
    }

    /// <summary>Sends every reader what is new.</summary>
    public void SendAll()
    {
        foreach (var reader in _readers.Values)
        {
            Send(reader);
        }
    }

    /// <summary>No reader gets anything more; <paramref name="cause"/> says why, null when the plane ends.</summary>
    public void Complete(Exception? cause)
    {
        foreach (var reader in _readers.Values)
        {
            reader.Events.TryComplete(cause);
        }

        _readers.Clear();
    }

    private void Send(Reader reader)
    {
        if (reader.Granted == 0 || reader.Position == log.Last)
        {
            return;
        }

        var events = log.Behind(reader.Position, reader.Granted) ?? [resync(log.Last)];
        foreach (var happened in events)
        {
            // What was granted has room, so this writes.
            reader.Events.TryWrite(happened);
        }

        reader.Granted -= events.Length;
        reader.Position = events[^1].Id;
    }

    private sealed class Reader(ChannelWriter<PlaneEvent> events, EventId position)
    {
        public ChannelWriter<PlaneEvent> Events { get; } = events;

        public EventId Position { get; set; } = position;

        public int Granted { get; set; }

        public bool Agents { get; init; }
    }
}
