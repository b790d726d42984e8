using RunKit.Actors.Plane;
using RunKit.Actors.Servers;

namespace RunKit.Actors.Sockets;

/// <summary>
/// Turns what the socket directory shows into one <see cref="ServerActor"/> for each server, and owns what is remembered of each of them:
/// an actor that has failed too often is stopped, and made anew with that memory when its socket is next seen. It touches no file and no
/// process itself: that is done by its child <c>directory</c>, which may fail alone.
/// </summary>
internal sealed class SocketWatcher : ReceiveActor, IWithTimers
{
    private const string DirectoryChild = "directory";
    private const string ServerPrefix = "server-";
    private static readonly TimeSpan DirectoryPause = TimeSpan.FromSeconds(1);

    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private readonly Dictionary<ServerName, ServerMemory> _memories = [];
    private readonly HashSet<ServerName> _ended = [];
    private IActorRef _directory = ActorRefs.Nobody;

    // Servers' actors that were told to disconnect.
    private readonly HashSet<IActorRef> _disconnecting = [];
    private IActorRef _disconnectedFor = ActorRefs.Nobody;

    // What is answered when none of them is left; while it is set no server gets an actor.
    private object? _disconnected;
    private bool _eventsAreRead;

    public SocketWatcher(PlanePorts ports, PlaneSettings settings, IActorRef plane)
    {
        (_ports, _settings, _plane) = (ports, settings, plane);
        Receive<SocketWatcherProtocol.SocketSeen>(seen => OnSeen(seen.Server, seen.Anew));
        Receive<SocketWatcherProtocol.SocketMissed>(missed => OnMissed(missed.Server));
        Receive<SocketWatcherProtocol.AllSockets>(all => OnAllSockets(all.Servers));
        Receive<SocketWatcherProtocol.ServerEnded>(ended => _ended.Add(ended.Server));
        Receive<SocketWatcherProtocol.GetDirectory>(get => _directory.Forward(get));
        Receive<SocketWatcherProtocol.Disconnect>(_ => DisconnectAll(new SocketWatcherProtocol.Disconnected(_settings.Node)));
        Receive<SocketWatcherProtocol.Suspend>(_ => DisconnectAll(new SocketWatcherProtocol.Suspended(_settings.Node)));
        Receive<SocketWatcherProtocol.Resume>(_ => OnResume());
        Receive<PlaneProtocol.PlaneStarted>(OnPlaneStarted);
        Receive<ServerProtocol.EventsAreRead>(read => OnEventsAreRead(read.Anybody));
        Receive<DirectoryDue>(_ => StartDirectory());
        Receive<Terminated>(terminated => OnTerminated(terminated.ActorRef));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool Disconnecting => _disconnected is not null;

    public static Props Props(PlanePorts ports, PlaneSettings settings, IActorRef plane) =>
        Akka.Actor.Props.Create(() => new SocketWatcher(ports, settings, plane));

    protected override void PreStart() => StartDirectory();

    // One that fails while it disconnects would dial again after a restart, and its end is waited for.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(5, TimeSpan.FromMinutes(1), _ => Disconnecting ? Directive.Stop : Directive.Restart);

    private void StartDirectory() =>
        _directory = Context.Watch(Context.ActorOf(SocketDirectoryActor.Props(_ports.Sockets, _settings, _plane, _ports.Time), DirectoryChild));

    private void OnSeen(ServerName server, bool anew)
    {
        var child = Context.Child(ServerPrefix + server);
        if (!child.IsNobody())
        {
            if (anew)
            {
                child.Tell(new ServerProtocol.SocketCreated(_settings.Node, server));
            }
        }
        else if (!Disconnecting)
        {
            var memory = Remembered(server);
            Context.Watch(Context.ActorOf(ServerActor.Props(server, _ports, _settings, _plane, memory), ServerPrefix + server));
        }
    }

    private ServerMemory Remembered(ServerName server)
    {
        if (!_memories.TryGetValue(server, out var memory))
        {
            _memories[server] = memory = new ServerMemory();
        }

        memory.EventsAreRead = _eventsAreRead;
        return memory;
    }

    private void OnMissed(ServerName server)
    {
        var child = Context.Child(ServerPrefix + server);
        if (!child.IsNobody())
        {
            child.Tell(new ServerProtocol.SocketGone(_settings.Node, server));
        }
        else if (_memories.ContainsKey(server) && !Disconnecting)
        {
            // Its actor failed too often and was stopped; what is known of the server is still to be brought to an end.
            OnSeen(server, anew: false);
            OnMissed(server);
        }
    }

    private void OnAllSockets(ImmutableArray<ServerName> servers)
    {
        foreach (var server in _memories.Keys.Except(servers).ToArray())
        {
            OnMissed(server);
        }
    }

    private void OnPlaneStarted(PlaneProtocol.PlaneStarted started)
    {
        _directory.Tell(started);
        TellServers(new ServerProtocol.ReportAgain(_settings.Node));
        OnEventsAreRead(anybody: false);
    }

    private void OnEventsAreRead(bool anybody)
    {
        _eventsAreRead = anybody;
        TellServers(new ServerProtocol.EventsAreRead(_settings.Node, anybody));
    }

    // A socket made while the old actor was still stopping found the name taken. An actor that was stopped because it kept failing is
    // not made anew at once: the next reading of the directory does that.
    private void OnTerminated(IActorRef child)
    {
        if (child.Path.Name == DirectoryChild)
        {
            _directory = ActorRefs.Nobody;
            if (!Disconnecting)
            {
                Timers.StartSingleTimer(nameof(DirectoryDue), new DirectoryDue(), DirectoryPause);
            }

            return;
        }

        var server = new ServerName(child.Path.Name[ServerPrefix.Length..]);
        var hasEnded = _ended.Remove(server);
        if (hasEnded)
        {
            _memories.Remove(server);
        }

        if ((_disconnecting.Remove(child) || hasEnded) && !Disconnecting)
        {
            _directory.Tell(new SocketWatcherProtocol.LookAgain(server));
        }

        AnswerWhenDisconnected();
    }

    // What is known of the servers is kept: their actors are made anew with it.
    private void OnResume()
    {
        if (_disconnected is SocketWatcherProtocol.Suspended)
        {
            _disconnected = null;
            if (_directory.IsNobody())
            {
                StartDirectory();
            }
        }
    }

    private void DisconnectAll(object answer)
    {
        (_disconnectedFor, _disconnected) = (Sender, answer);
        Timers.Cancel(nameof(DirectoryDue));
        Context.Stop(_directory);
        _disconnecting.UnionWith(Servers());
        TellServers(new ServerProtocol.Disconnect(_settings.Node));
        AnswerWhenDisconnected();
    }

    private void AnswerWhenDisconnected()
    {
        if (Disconnecting && !Servers().Any())
        {
            _disconnectedFor.Tell(_disconnected);
        }
    }

    private static IEnumerable<IActorRef> Servers() =>
        Context.GetChildren().Where(child => child.Path.Name.StartsWith(ServerPrefix, StringComparison.Ordinal));

    private static void TellServers(object message)
    {
        foreach (var server in Servers())
        {
            server.Tell(message);
        }
    }

    private sealed record DirectoryDue : INoSerializationVerificationNeeded;
}
