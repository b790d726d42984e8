using Akka.Event;
using RunKit.Actors.Plane;

namespace RunKit.Actors.Sockets;

/// <summary>
/// Reads and watches the socket directory for its parent, a <see cref="SocketWatcher"/>. A change is a hint to look again; what the
/// directory says now is the truth. It looks at the directory every second, since a watch goes blind without a word when the directory is
/// deleted and made again, and reads it all every 30 s. It may fail: its parent starts it again, and no server's actor is touched.
/// </summary>
internal sealed class SocketDirectoryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(30);

    // A server that starts over a stale socket deletes it first: what is gone for a moment is a start, not an end.
    private static readonly TimeSpan MissAfter = TimeSpan.FromMilliseconds(50);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ISocketSource _source;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private readonly TimeProvider _time;
    private readonly Dictionary<ServerName, SocketInode> _seen = [];
    private readonly SortedSet<string> _unmanageable = new(StringComparer.Ordinal);
    private IDisposable? _watch;
    private SocketInode? _directory;
    private string? _problem;
    private bool _watchIsDoubtful;
    private string? _doubt;

    public SocketDirectoryActor(ISocketSource source, PlaneSettings settings, IActorRef plane, TimeProvider time)
    {
        (_source, _settings, _plane, _time) = (source, settings, plane, time);
        Receive<Changed>(changed => OnChanged(changed.Change));
        Receive<DirectoryLookDue>(_ => OnDirectoryLook());
        Receive<ReconcileDue>(_ => Reconcile(_source.List()));
        Receive<MissDue>(miss => LookAt(miss.FileName));
        Receive<SocketWatcherProtocol.LookAgain>(look => LookAt(look.Server.Value));
        Receive<PlaneProtocol.PlaneStarted>(_ => ReportUnmanageable());
        Receive<SocketWatcherProtocol.GetDirectory>(_ =>
            Sender.Tell(new SocketWatcherProtocol.DirectoryWatched(_settings.Node, _source.Directory, _problem)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ISocketSource source, PlaneSettings settings, IActorRef plane, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new SocketDirectoryActor(source, settings, plane, time));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(typeof(DirectoryLookDue), new DirectoryLookDue(), LookEvery);
        Timers.StartPeriodicTimer(typeof(ReconcileDue), new ReconcileDue(), ReconcileEvery);
        Watch();
        Reconcile(_source.List());
    }

    protected override void PostStop() => _watch?.Dispose();

    // The watch first, then the listing: what is made in between is seen twice rather than never.
    private void Watch()
    {
        _watch?.Dispose();
        _watchIsDoubtful = false;
        var self = Self;
        _watch = _source.Watch(change => self.Tell(new Changed(change)));
    }

    private void OnChanged(SocketChange change)
    {
        switch (change)
        {
            case SocketChange.Appeared appeared when _source.Find(appeared.FileName) is { } socket:
                See(socket);
                break;
            case SocketChange.Appeared appeared:
                StartMissing(appeared.FileName);
                break;
            case SocketChange.Disappeared disappeared:
                StartMissing(disappeared.FileName);
                break;
            case SocketChange.Unsure unsure:
                OnUnsure(unsure.Reason);
                break;
        }
    }

    private void StartMissing(string fileName) =>
        Timers.StartSingleTimer(fileName, new MissDue(fileName), MissAfter);

    // A watch that cannot be had says so each second; once is enough for the log.
    private void OnUnsure(string reason)
    {
        if (_doubt != reason)
        {
            _log.Info("reading {0} anew: {1}", _source.Directory, reason);
        }

        _doubt = reason;
        _watchIsDoubtful = true;
        Reconcile(_source.List());
    }

    private void LookAt(string fileName)
    {
        if (_source.Find(fileName) is { } socket)
        {
            See(socket);
        }
        else if (_unmanageable.Remove(fileName))
        {
            ReportUnmanageable();
        }
        else if (ServerName.TryParse(fileName, out var server))
        {
            _seen.Remove(server);
            Context.Parent.Tell(new SocketWatcherProtocol.SocketMissed(server));
        }
    }

    private void OnDirectoryLook()
    {
        var listing = _source.List();
        if (listing is SocketListing.Failed)
        {
            // That says nothing of the watch: it may well be all we have until the directory can be read again.
            Reconcile(listing);
        }
        else if (_watchIsDoubtful || (listing as SocketListing.Listed)?.Directory != _directory)
        {
            Watch();
            Reconcile(_source.List());
        }
    }

    private void Reconcile(SocketListing listing)
    {
        _directory = (listing as SocketListing.Listed)?.Directory;
        switch (listing)
        {
            case SocketListing.Listed listed:
                Complain(null);
                SeeAll(listed.Sockets);
                break;
            case SocketListing.Absent:
                Complain($"the socket directory {_source.Directory} does not exist");
                SeeAll([]);
                break;
            case SocketListing.Failed failed:
                // Nothing follows for any server: a directory that cannot be read is not an empty one.
                Complain(failed.Reason);
                break;
        }
    }

    private void SeeAll(ImmutableArray<SocketEntry> sockets)
    {
        var names = sockets.Select(socket => socket.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _seen.Keys.Where(server => !names.Contains(server.Value)).ToArray())
        {
            _seen.Remove(gone);
        }

        if (_unmanageable.RemoveWhere(name => !names.Contains(name)) > 0)
        {
            ReportUnmanageable();
        }

        foreach (var socket in sockets)
        {
            See(socket);
        }

        Context.Parent.Tell(new SocketWatcherProtocol.AllSockets([.. _seen.Keys]));
    }

    private void See(SocketEntry socket)
    {
        if (!_settings.Servers.Admits(socket.FileName))
        {
            return;
        }

        if (Problem(socket.FileName) is null)
        {
            var server = new ServerName(socket.FileName);
            var anew = !_seen.TryGetValue(server, out var known) || known != socket.Inode;
            _seen[server] = socket.Inode;
            Context.Parent.Tell(new SocketWatcherProtocol.SocketSeen(server, anew));
        }
        else if (_unmanageable.Add(socket.FileName))
        {
            ReportUnmanageable();
        }
    }

    private void ReportUnmanageable()
    {
        var now = _time.GetUtcNow();
        _plane.Tell(new PlaneProtocol.UnmanageableSockets(_settings.Node, [.. _unmanageable.Select(name => Unmanageable(name, now))]));
    }

    private ServerView Unmanageable(string name, DateTimeOffset now) => new(
        _settings.Node, name, Path.Combine(_source.Directory, name), ServerStatus.Unmanageable, ServerReason.BadName,
        Problem(name), null, null, GuardState.None, 0, 0, 0, 0, now, 0);

    private string? Problem(string name) => ServerName.Problem(name) ?? SocketPath.Problem(Path.Combine(_source.Directory, name));

    private void Complain(string? problem)
    {
        if (_problem == problem)
        {
            return;
        }

        _problem = problem;
        if (problem is null)
        {
            _log.Info("the socket directory {0} can be read again", _source.Directory);
        }
        else
        {
            _log.Error("{0}", problem);
        }
    }

    private sealed record Changed(SocketChange Change) : INoSerializationVerificationNeeded;

    private sealed record MissDue(string FileName) : INoSerializationVerificationNeeded;

    private sealed record DirectoryLookDue : INoSerializationVerificationNeeded;

    private sealed record ReconcileDue : INoSerializationVerificationNeeded;
}
