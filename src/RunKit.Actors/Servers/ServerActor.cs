using Akka.Event;
using RunKit.Actors.Plane;
using RunKit.Actors.Scheduling;

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

    private ServerStatus _status = ServerStatus.BackingOff;
    private ServerReason? _reason;
    private ServerReason _deadReason = ServerReason.ServerDead;
    private string? _error;
    private DateTimeOffset _since;
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

    private DateTimeOffset Now => _ports.Time.GetUtcNow();

    // Durations are measured on a clock that nobody sets.
    private DateTimeOffset Clock => DateTimeOffset.UnixEpoch + _ports.Time.GetMonotonicTime();

    private string SocketRemedy => $"kill -USR1 {_memory.Process?.Pid} makes it again";

    public static Props Props(ServerName server, PlanePorts ports, PlaneSettings settings, IActorRef plane)
    {
        var memory = new ServerMemory();
        return Akka.Actor.Props.Create(() => new ServerActor(server, ports, settings, plane, memory));
    }

    // By a message, so that a first dial that fails is a failure like any other: the next incarnation begins by waiting.
    protected override void PreStart() => Self.Tell(new ServerProtocol.SocketCreated(_settings.Node, _server));

    protected override void PostRestart(Exception reason)
    {
        // The failure may have been a dial's; nothing may dial right behind it.
        _memory.Budget = _memory.Budget.Spend(Clock);
        EnterBackingOff(ServerReason.Restarted, reason.Message);
    }

    // What a dial opened and nobody has claimed goes with the cancelled dial; what was claimed is given back here.
    protected override void PostStop()
    {
        CancelDial();
        GiveBack();
        AnswerKillers(new KillOutcome.Refused("nobody watches the server any more; look at it again"), witnessesToo: true);
    }

    /// <summary>What every behaviour answers in the same way.</summary>
    private void Anywhere()
    {
        Receive<ServerProtocol.Kill>(OnKill);
        Receive<ServerProtocol.GetTree>(_ => OnGetTree());
        Receive<ServerProtocol.EventsAreRead>(read => OnEventsAreRead(read.Anybody));
        Receive<ServerProtocol.ReportAgain>(_ => Report());
        Receive<ServerProtocol.Leave>(_ => OnLeave());
        Receive<ServerProtocol.Left>(_ => Context.Stop(Self));
        Receive<ServerProtocol.VictimWatched>(OnVictimWatched);
        Receive<Status.Failure>(failure => OnPortBroke(failure.Cause));

        // Whatever is left is the late result of an attempt that is over.
        Receive<ServerProtocol.DialEnded>(late => _ = GiveBackAsync((late.Outcome as DialOutcome.Connected)?.Connection));
        Receive<ServerProtocol.DialBroke>(_ => { });
        Receive<ServerProtocol.ConnectionClosed>(_ => { });
        Receive<ServerProtocol.StateListed>(_ => { });
        Receive<ServerProtocol.HeartbeatEnded>(_ => { });
        Receive<ServerProtocol.CommandEnded>(_ => { });
        Receive<ServerProtocol.AskedElsewhere>(_ => { });
        Receive<ServerProtocol.Released>(late => late.Caller.Tell(Executed(late.Outcome)));
        Receive<ServerProtocol.DialDue>(_ => { });
        Receive<ServerProtocol.LossCheckDue>(_ => { });
        Receive<ServerProtocol.SocketCheckDue>(_ => { });
        Receive<ServerProtocol.HeartbeatDue>(_ => { });
        Receive<ServerProtocol.HeartbeatLate>(_ => { });
    }

    private void OnGetTree()
    {
        _mirror.Tell(new MirrorActor.Looked());
        Sender.Tell(new ServerProtocol.TreeRead(_settings.Node, _server, Tree()));
    }

    private void OnEventsAreRead(bool anybody)
    {
        _memory.EventsAreRead = anybody;
        _mirror.Tell(new MirrorActor.Followed(anybody));
    }

    private void OnLeave()
    {
        Timers.CancelAll();
        CancelDial();
        Context.Unwatch(_mirror);
        var connection = _connection;
        _connection = null;
        GiveBackAsync(connection).PipeTo(Self, Self, () => new ServerProtocol.Left(), _ => new ServerProtocol.Left());
        Become(Leaving);
    }

    private void Leaving()
    {
        const string stopping = "the plane is stopping";
        Receive<ServerProtocol.Kill>(_ => Sender.Tell(KillEnded(new KillOutcome.Refused(stopping))));
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(NotSent(stopping)));
        Receive<ServerProtocol.Release>(_ => Sender.Tell(NotSent(stopping)));
        Receive<ServerProtocol.Guard>(_ => Sender.Tell(NotSent(stopping)));
        Anywhere();
    }

    private void GiveBack()
    {
        _ = GiveBackAsync(_connection);
        _connection = null;
    }

    private static Task GiveBackAsync(IServerConnection? connection) =>
        connection is null ? Task.CompletedTask : connection.DisposeAsync().AsTask();

    // A port broke its word: failures come as outcomes. That is a defect, and the supervisor's to handle.
    private void OnPortBroke(Exception cause) =>
        throw new InvalidOperationException($"a port of {_server} broke: {cause.Message}", cause);

    // Who named a caller writes the line, and knows the outcome.
    private void Audit(string operation, string? auditedFor)
    {
        if (auditedFor is null)
        {
            _log.Warning("audit {0} server={1} generation={2} by={3}", operation, _server, _memory.Generation, Sender.Path);
        }
    }

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

        var killed = _memory.KillRequested is { } victim && victim == _memory.Process;
        var loss = Loss.From(killed, _lastEnd, verdict);
        _log.Info("server {0} lost, generation {1}: {2} ({3})", _server, lost, loss.Cause, loss.Evidence);
        _memory.Forget();
        _lastEnd = null;
        _deadReason = loss.Cause == LossCause.Killed ? ServerReason.Killed : ServerReason.ServerDead;
        Publish(lost, new ServerLost(loss.Cause, loss.Evidence));
    }

    private void TellUnreachable(UnreachableReason reason, string detail)
    {
        if (!_memory.Unreachable)
        {
            _memory.Unreachable = true;
            Publish(_memory.Generation, new ServerUnreachable(reason, detail));
        }
    }

    private void TellReachable()
    {
        if (_memory.Unreachable)
        {
            _memory.Unreachable = false;
            MoveWhileConnected();
            Publish(_memory.Generation, new ServerReachable());
        }
    }

    private void TellSocketLost()
    {
        if (!_memory.SocketLost)
        {
            _memory.SocketLost = true;
            Publish(_memory.Generation, new ServerSocketLost(SocketRemedy));
        }
    }

    private ServerView View()
    {
        var counts = _memory.State.Counts();
        return new ServerView(
            _settings.Node, _server.Value, _socket.Value, _status, _reason, _error, _memory.Generation, _memory.Version, _memory.Guard,
            counts.Sessions, counts.Windows, counts.Panes, _failures, _since, _memory.Revision);
    }

    private TreeOutcome Tree() => _memory is { Generation: { } generation, AsOf: { } asOf }
        ? new TreeOutcome.Known(ServerTree.From(
            _settings.Node, _server.Value, generation, _memory.Revision, asOf, _memory.State, _settings.Anchor.Session))
        : new TreeOutcome.NotKnown($"nothing has been read from {_server}: {Describe()}");

    private ServerProtocol.Executed Executed(CommandOutcome outcome) => new(_settings.Node, _server, outcome);

    private ServerProtocol.Executed NotSent(string reason) => Executed(new CommandOutcome.NotSent(reason));

    private ServerProtocol.KillEnded KillEnded(KillOutcome outcome) => new(_settings.Node, _server, outcome);
}
