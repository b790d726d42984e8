namespace Akka.Actor;

/// <summary>An actor's children by name. A child stays until it has terminated; the map is locked because others look names up.</summary>
internal sealed class ChildMap
{
    private const string NameDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private readonly Dictionary<string, LocalActorRef> _byName = [];
    private Dictionary<LocalActorRef, RestartWindow>? _windows;
    private long _unnamed;
    private int _stopping;

    public bool Closed { get; private set; }

    public bool IsEmpty
    {
        get
        {
            lock (this)
                return _byName.Count == 0;
        }
    }

    /// <summary>Whether a child that was told to stop has not terminated yet.</summary>
    public bool AnyStopping
    {
        get
        {
            lock (this)
                return _stopping > 0;
        }
    }

    public string NextName()
    {
        Span<char> name = stackalloc char[13];
        name[0] = '$';
        var length = 1;
        var number = _unnamed++;
        do
        {
            name[length++] = NameDigits[(int)(number & 63)];
            number >>= 6;
        }
        while (number != 0);

        return new string(name[..length]);
    }

    public bool TryAdd(string name, LocalActorRef child)
    {
        lock (this)
            return _byName.TryAdd(name, child);
    }

    public LocalActorRef? Find(string name)
    {
        lock (this)
            return _byName.GetValueOrDefault(name);
    }

    public bool Contains(LocalActorRef child)
    {
        lock (this)
            return _byName.TryGetValue(child.Path.Name, out var found) && found == child;
    }

    public LocalActorRef[] ToArray()
    {
        lock (this)
            return [.. _byName.Values];
    }

    public void MarkStopping(LocalActorRef child)
    {
        lock (this)
        {
            if (child.AskedToStop || !_byName.TryGetValue(child.Path.Name, out var found) || found != child)
                return;

            child.AskedToStop = true;
            _stopping++;
        }
    }

    public bool Remove(LocalActorRef child)
    {
        lock (this)
        {
            if (!_byName.TryGetValue(child.Path.Name, out var found) || found != child)
                return false;

            _byName.Remove(child.Path.Name);
            if (child.AskedToStop)
                _stopping--;
            _windows?.Remove(child);
            return true;
        }
    }

    /// <summary>No more children from here on.</summary>
    public LocalActorRef[] Close()
    {
        lock (this)
        {
            Closed = true;
            return [.. _byName.Values];
        }
    }

    public RestartWindow WindowOf(LocalActorRef child)
    {
        lock (this)
        {
            _windows ??= [];
            if (!_windows.TryGetValue(child, out var window))
                _windows[child] = window = new RestartWindow();
            return window;
        }
    }
}
