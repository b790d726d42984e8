using System.Collections.Immutable;
using RunKit.Tmux.Connection;

namespace RunKit.Testing.Fakes;

/// <summary>A socket directory in memory. Safe for any thread; changes are told on the caller's thread.</summary>
public sealed class FakeSockets(string directory = "/fake/tmux-1000") : ISocketSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SocketEntry> _sockets = [];
    private ImmutableList<Subscription> _watches = [];
    private Exception? _failure;
    private string? _problem;
    private bool _exists = true;
    private ulong _inode = 1;
    private SocketInode _self = new(1, 1, 1);

    public string Directory { get; } = directory;

    /// <summary>The watches that nobody has disposed.</summary>
    public int Watches => Volatile.Read(ref _watches).Count;

    /// <summary>How often somebody began to watch.</summary>
    public int WatchesBegun { get; private set; }

    /// <summary>Makes a socket, or makes it anew.</summary>
    public void Create(string name, bool told = true)
    {
        lock (_gate)
        {
            _sockets[name] = new SocketEntry(name, NextInode());
        }

        Tell(told, new SocketChange.Appeared(name));
    }

    /// <summary>Deletes a socket.</summary>
    public void Delete(string name, bool told = true)
    {
        lock (_gate)
        {
            _sockets.Remove(name);
        }

        Tell(told, new SocketChange.Disappeared(name));
    }

    /// <summary>Deletes the directory and all that is in it. Watches go blind without a word.</summary>
    public void DeleteDirectory()
    {
        lock (_gate)
        {
            _exists = false;
            _sockets.Clear();
        }
    }

    /// <summary>Makes the directory again: another one under the same path.</summary>
    public void MakeDirectory()
    {
        lock (_gate)
        {
            _exists = true;
            _self = NextInode();
        }
    }

    /// <summary>From now on the directory cannot be read, for this reason; null lets it be read again.</summary>
    public void Fail(string? reason) => Volatile.Write(ref _problem, reason);

    /// <summary>Has the next reading throw, as a port never should.</summary>
    public void ThrowNext(Exception failure) => Volatile.Write(ref _failure, failure);

    /// <summary>Tells every watcher of a change.</summary>
    public void Tell(SocketChange change)
    {
        foreach (var watch in Volatile.Read(ref _watches))
        {
            watch.OnChange(change);
        }
    }

    public SocketListing List()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw failure;
        }

        lock (_gate)
        {
            return Volatile.Read(ref _problem) is { } problem
                ? new SocketListing.Failed(problem)
                : _exists ? new SocketListing.Listed([.. _sockets.Values], _self) : new SocketListing.Absent();
        }
    }

    public SocketEntry? Find(string name)
    {
        lock (_gate)
        {
            return _sockets.GetValueOrDefault(name);
        }
    }

    public IDisposable Watch(Action<SocketChange> onChange)
    {
        var watch = new Subscription(this, onChange);
        lock (_gate)
        {
            WatchesBegun++;
            Volatile.Write(ref _watches, _watches.Add(watch));
        }

        return watch;
    }

    private SocketInode NextInode() => new(1, ++_inode, (long)_inode);

    private void Tell(bool told, SocketChange change)
    {
        if (told)
        {
            Tell(change);
        }
    }

    private sealed class Subscription(FakeSockets sockets, Action<SocketChange> onChange) : IDisposable
    {
        public Action<SocketChange> OnChange => onChange;

        public void Dispose()
        {
            lock (sockets._gate)
            {
                Volatile.Write(ref sockets._watches, sockets._watches.Remove(this));
            }
        }
    }
}
