using RunKit.Actors.Plane;

namespace RunKit.Actors.Servers;

/// <summary>
/// Parent of one <see cref="ServerActor"/> for each socket, and nothing more: it touches no file and no process. A parent's restart
/// restarts the children it keeps, so what can fail (<c>SocketWatcher</c>) is not their parent.
/// </summary>
internal sealed class ServerKeeper : ReceiveActor
{
    private const string ChildPrefix = "server-";

    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private readonly HashSet<ServerName> _leaving = [];
    private IActorRef _leaver = ActorRefs.Nobody;
    private ServerProtocol.EventsAreRead? _eventsAreRead;

    public ServerKeeper(PlanePorts ports, PlaneSettings settings, IActorRef plane)
    {
        (_ports, _settings, _plane) = (ports, settings, plane);
        Receive<ServerKeeperProtocol.SocketSeen>(seen => OnSeen(seen.Server, seen.Anew));
        Receive<ServerKeeperProtocol.SocketMissed>(missed => OnMissed(missed.Server));
        Receive<ServerKeeperProtocol.AllSockets>(all => OnAllSockets(all.Servers));
        Receive<ServerKeeperProtocol.Farewell>(farewell => _leaving.Add(farewell.Server));
        Receive<ServerKeeperProtocol.LeaveAll>(_ => OnLeaveAll());
        Receive<PlaneProtocol.PlaneStarted>(_ => TellAll(new ServerProtocol.ReportAgain(_settings.Node)));
        Receive<ServerProtocol.EventsAreRead>(read =>
        {
            _eventsAreRead = read;
            TellAll(read);
        });
        Receive<Terminated>(terminated => OnTerminated(terminated.ActorRef));
    }

    public static Props Props(PlanePorts ports, PlaneSettings settings, IActorRef plane) =>
        Akka.Actor.Props.Create(() => new ServerKeeper(ports, settings, plane));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(5, TimeSpan.FromMinutes(1), _ => Directive.Restart);

    private void OnSeen(ServerName server, bool anew)
    {
        var child = Context.Child(ChildPrefix + server);
        if (!child.IsNobody())
        {
            if (anew)
            {
                child.Tell(new ServerProtocol.SocketCreated(_settings.Node, server));
            }
        }
        else if (_leaver.IsNobody())
        {
            var actor = Context.Watch(Context.ActorOf(ServerActor.Props(server, _ports, _settings, _plane), ChildPrefix + server));
            if (_eventsAreRead is not null)
            {
                actor.Tell(_eventsAreRead);
            }
        }
    }

    private void OnMissed(ServerName server)
    {
        var child = Context.Child(ChildPrefix + server);
        if (!child.IsNobody())
        {
            child.Tell(new ServerProtocol.SocketGone(_settings.Node, server));
        }
    }

    private void OnAllSockets(ImmutableArray<ServerName> servers)
    {
        var present = servers.ToHashSet();
        foreach (var server in Context.GetChildren().Select(NameOf).Where(server => !present.Contains(server)))
        {
            OnMissed(server);
        }
    }

    // A socket made while the old actor was still stopping found the name taken. An actor that was stopped because it kept failing is
    // not made anew at once: the next reading of the directory does that.
    private void OnTerminated(IActorRef child)
    {
        var server = NameOf(child);
        if (!_leaver.IsNobody())
        {
            AnswerLeaver();
        }
        else if (_leaving.Remove(server))
        {
            Context.Parent.Tell(new ServerKeeperProtocol.NameFreed(_settings.Node, server));
        }
    }

    private void OnLeaveAll()
    {
        _leaver = Sender;
        TellAll(new ServerProtocol.Leave(_settings.Node));
        AnswerLeaver();
    }

    private void AnswerLeaver()
    {
        if (!Context.GetChildren().Any())
        {
            _leaver.Tell(new ServerKeeperProtocol.AllLeft(_settings.Node));
        }
    }

    private static void TellAll(object message)
    {
        foreach (var child in Context.GetChildren())
        {
            child.Tell(message);
        }
    }

    private static ServerName NameOf(IActorRef child) => new(child.Path.Name[ChildPrefix.Length..]);
}
