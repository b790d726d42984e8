using Akka.Event;
using RunKit.Actors.Plane;

namespace RunKit.Actors.Servers;

/// <summary>
/// Minds one tmux server from the first sight of its socket to its end: dials it, holds the one connection, tells the plane what
/// happens, takes commands. Three behaviours: Dialing, Connected, BackingOff.
/// </summary>
internal sealed partial class ServerActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ServerName _server;
    private readonly SocketPath _socket;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private readonly ServerMemory _memory;
    private readonly List<IActorRef> _killers = [];

    private ServerStatus _status = ServerStatus.BackingOff;
    private ServerReason? _reason;
    private ServerReason _deadReason = ServerReason.ServerDead;
    private string? _error;
    private DateTimeOffset _since;
    private string? _version;
    private GuardState _guard;
    private ServerState _state = ServerState.Empty;
    private int _failures;
    private bool _unreachable;
    private bool _socketLost;
    private bool _reguard;
    private ConnectionEnd? _lastEnd;

    public ServerActor(ServerName server, PlanePorts ports, PlaneSettings settings, IActorRef plane, ServerMemory memory)
    {
        _server = server;
        _socket = SocketPath.In(ports.Sockets.Directory, server);
        _ports = ports;
        _settings = settings;
        _plane = plane;
        _memory = memory;
        _since = Now;
        BackingOff();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(ServerName server, PlanePorts ports, PlaneSettings settings, IActorRef plane)
    {
        var memory = new ServerMemory();
        return Akka.Actor.Props.Create(() => new ServerActor(server, ports, settings, plane, memory));
    }

    protected override void PreStart() => EnterDialing(justCreated: true);

    protected override void PostRestart(Exception reason) => EnterBackingOff(ServerReason.Restarted, reason.Message);

    // What a dial opened and nobody has claimed goes with the cancelled dial; what was claimed is given back here.
    protected override void PostStop()
    {
        CancelDial();
        _ = GiveBackAsync(_connection);
        AnswerKillers(new KillOutcome.Refused("nobody watches the server any more; look at it again"));
    }

    /// <summary>What every behaviour answers in the same way.</summary>
    private void Anywhere()
    {
        Receive<ServerProtocol.ReportAgain>(_ => Report());
        Receive<ServerProtocol.Leave>(_ => OnLeave());
        Receive<ServerProtocol.Left>(_ => Context.Stop(Self));
        Receive<ServerProtocol.VictimWatched>(OnVictimWatched);

        // Whatever is left is the late result of an attempt that is over.
        Receive<ServerProtocol.DialEnded>(late => _ = GiveBackAsync((late.Outcome as DialOutcome.Connected)?.Connection));
        Receive<ServerProtocol.DialBroke>(_ => { });
        Receive<ServerProtocol.ConnectionClosed>(_ => { });
        Receive<ServerProtocol.StateListed>(_ => { });
        Receive<ServerProtocol.Beat>(_ => { });
        Receive<ServerProtocol.AttachMoved>(_ => { });
        Receive<ServerProtocol.Released>(late => late.Caller.Tell(Executed(late.Outcome)));
        Receive<ServerProtocol.DialDue>(_ => { });
        Receive<ServerProtocol.LossCheckDue>(_ => { });
        Receive<ServerProtocol.SocketCheckDue>(_ => { });
        Receive<ServerProtocol.HeartbeatDue>(_ => { });
        Receive<ServerProtocol.HeartbeatLate>(_ => { });
    }

    private void OnLeave()
    {
        Timers.CancelAll();
        CancelDial();
        var connection = _connection;
        _connection = null;
        GiveBackAsync(connection).PipeTo(Self, Self, () => new ServerProtocol.Left());
        Become(Leaving);
    }

    private void Leaving()
    {
        Receive<ServerProtocol.Kill>(_ => Sender.Tell(KillEnded(new KillOutcome.Refused("the plane is stopping"))));
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(NotSent("the plane is stopping")));
        Anywhere();
    }

    private static Task GiveBackAsync(IServerConnection? connection) =>
        connection is null ? Task.CompletedTask : connection.DisposeAsync().AsTask();

    private void NotConnected()
    {
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(NotSent($"{_server} is not connected ({Describe()})")));
        Receive<ServerProtocol.Release>(_ => OnReleaseLater());
        Receive<ServerProtocol.Guard>(_ => OnGuardLater());
    }

    // Without a connection the wish is kept and carried out at the next one.
    private void OnReleaseLater()
    {
        _memory.ReleaseWanted = true;
        _reguard = false;
        Sender.Tell(NotSent($"{_server} is not connected ({Describe()}); it will be released when it is"));
    }

    private void OnGuardLater()
    {
        _memory.ReleaseWanted = false;
        _reguard = true;
        Sender.Tell(Executed(new CommandOutcome.Completed([])));
        Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
    }

    private void Audit(string operation) =>
        _log.Warning("audit {0} server={1} generation={2} by={3}", operation, _server, _memory.Generation, Sender.Path);

    private string Describe() => _error ?? _reason?.ToString() ?? _status.ToString();

    private void Move(ServerStatus status, ServerReason? reason, string? error)
    {
        if (_status != status || _reason != reason)
        {
            _since = Now;
        }

        (_status, _reason, _error) = (status, reason, error);
        Report();
    }

    /// <summary>Tells the plane what happened, with the view as it is now. Events belong to <paramref name="generation"/>.</summary>
    private void Publish(ServerGeneration? generation, params ImmutableArray<ServerEvent> events) =>
        _plane.Tell(new PlaneProtocol.ServerReport(_settings.Node, View(), generation, events));

    private void Report() => Publish(_memory.Generation);

    private void Announce(string status)
    {
        if (!_memory.Announced)
        {
            _memory.Announced = true;
            Publish(_memory.Generation, new ServerAppeared(status));
        }
    }

    // A life's end is told once, whoever notices it first.
    private void TellLoss(ProbeVerdict verdict)
    {
        if (_memory.Generation is not { } lost)
        {
            return;
        }

        var loss = Loss.From(_memory.KillRequested == lost, _lastEnd, verdict);
        _log.Info("server {0} lost, generation {1}: {2} ({3})", _server, lost, loss.Cause, loss.Evidence);
        Forget();
        _deadReason = loss.Cause == LossCause.Killed ? ServerReason.Killed : ServerReason.ServerDead;
        Publish(lost, new ServerLost(loss.Cause, loss.Evidence));
    }

    private void Forget()
    {
        _memory.Generation = null;
        _memory.Process = null;
        _memory.ReleaseWanted = false;
        _memory.Revision = 0;
        _lastEnd = null;
        _version = null;
        _guard = GuardState.None;
        _state = ServerState.Empty;
        _unreachable = false;
        _socketLost = false;
    }

    private void TellUnreachable(UnreachableReason reason, string detail)
    {
        if (!_unreachable)
        {
            _unreachable = true;
            Publish(_memory.Generation, new ServerUnreachable(reason, detail));
        }
    }

    private void TellReachable()
    {
        if (_unreachable)
        {
            _unreachable = false;
            Publish(_memory.Generation, new ServerReachable());
        }
    }

    private void TellSocketLost()
    {
        if (!_socketLost)
        {
            _socketLost = true;
            Publish(_memory.Generation, new ServerSocketLost($"kill -USR1 {_memory.Process?.Pid} makes it again"));
        }
    }

    private ServerView View()
    {
        var counts = _state.Counts();
        return new ServerView(
            _settings.Node, _server.Value, _socket.Value, _status, _reason, _error, _memory.Generation, _version, _guard,
            counts.Sessions, counts.Windows, counts.Panes, _failures, _since, _memory.Revision);
    }

    private ServerProtocol.Executed Executed(CommandOutcome outcome) => new(_settings.Node, _server, outcome);

    private ServerProtocol.Executed NotSent(string reason) => Executed(new CommandOutcome.NotSent(reason));

    private ServerProtocol.KillEnded KillEnded(KillOutcome outcome) => new(_settings.Node, _server, outcome);
}
