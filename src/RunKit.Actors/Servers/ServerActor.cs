using Akka.Event;
using RunKit.Actors.Panes;
using RunKit.Actors.Plane;

namespace RunKit.Actors.Servers;

/// <summary>
/// Manages one tmux server from the first sight of its socket to its end: dials it, holds its one connection, publishes what happens, takes
/// commands. Three behaviours: Dialing, Connected, BackingOff.
/// </summary>
internal sealed class ServerActor : ReceiveActor, IWithTimers
{
    private const string PathTaken = "another server has taken its path";
    private const int SocketCheckRounds = 5;
    private static readonly TimeSpan SocketCheckGap = TimeSpan.FromMilliseconds(20);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ServerName _server;
    private readonly SocketPath _socket;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly ServerMemory _memory;
    private readonly ServerReporter _report;
    private readonly ServerReplies _reply;
    private readonly PaneActors _panes;
    private readonly KillActors _kills;
    private readonly ProcessWatch _processWatch;
    private readonly GuardWishes _wishes;
    private readonly ListingWatchers _watchers = new();
    private DialAttempt? _dial;
    private int _connections;
    private IServerConnection? _connection;
    private IActorRef _link = ActorRefs.Nobody;

    // Rounds of waiting since the last connection; a lost one begins the first.
    private int _rounds;

    public ServerActor(ServerName server, PlanePorts ports, PlaneSettings settings, IActorRef plane, ServerMemory memory)
    {
        (_server, _ports, _settings, _memory) = (server, ports, settings, memory);
        _socket = SocketPath.In(ports.Sockets.Directory, server);
        _report = new ServerReporter(server, _socket, memory, settings, plane, ports.Time, _log);
        _reply = new ServerReplies(settings.Node, server);
        _panes = new PaneActors(server, ports, settings.Node);
        _kills = new KillActors(server, ports, settings);
        _processWatch = new ProcessWatch(ports.Processes);
        _wishes = new GuardWishes(memory);
        BackingOff();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool Lives => _ports.Processes.Lives(_memory.Process);

    public static Props Props(ServerName server, PlanePorts ports, PlaneSettings settings, IActorRef plane, ServerMemory memory) =>
        Akka.Actor.Props.Create(() => new ServerActor(server, ports, settings, plane, memory));

    // By a message, so that a first dial that fails is a failure like any other: the next incarnation begins by waiting.
    protected override void PreStart()
    {
        if (_memory.Announced)
        {
            EnterBackingOff(new BackoffReason.Restarted("its actor kept failing"));
        }
        else
        {
            Self.Tell(new ServerProtocol.SocketCreated(_settings.Node, _server));
        }
    }

    // A kill under way goes on; the listing goes with its connection.
    protected override void PreRestart(Exception reason, object message) => CloseAll();

    protected override void PostRestart(Exception reason) => EnterBackingOff(new BackoffReason.Restarted(reason.Message));

    // What a dial opened and nobody has claimed goes with the cancelled dial; what was claimed is closed here.
    protected override void PostStop() => CloseAll();

    private void CloseAll()
    {
        _panes.Stop(Context);
        _processWatch.Stop();
        CancelDial();
        Disconnect();
        _wishes.Answer(caller => caller.Tell(_reply.NotSent($"{_server} is not connected; it will be guarded when it is")));
    }

    /// <summary>What every behaviour answers in the same way.</summary>
    private void CommonHandlers()
    {
        Receive<ServerProtocol.Kill>(OnKill);
        Receive<KillActor.Ended>(OnKillEnded);
        Receive<IPaneRequest>(request => _panes.Forward(request, Context));
        Receive<PaneProtocol.Idle>(idle => _panes.OnIdle(idle, Context));
        Receive<ServerProtocol.GetTree>(_ => OnGetTree());
        Receive<ServerProtocol.EventsAreRead>(read => OnEventsAreRead(read.Anybody));
        Receive<ServerProtocol.AwaitListing>(_ => _watchers.Add(Sender));
        Receive<ServerProtocol.ReportAgain>(_ => _report.Report());
        Receive<ServerProtocol.Disconnect>(_ => EnterDisconnecting());
        Receive<ServerProtocol.ProcessWatchEnded>(OnProcessWatchFailed, ended => ended.Cause is not OperationCanceledException);

        // What is left is late: the result of a dial, or of a connection, that is over.
        Receive<ServerProtocol.DialEnded>(late => _ = (late.Outcome as DialOutcome.Connected)?.Connection.DisposeAsync().AsTask());
        Receive<ServerProtocol.DialThrew>(_ => { });
        Receive<ServerProtocol.ProcessEnded>(_ => { });
        Receive<ServerProtocol.ProcessWatchEnded>(_ => { });
        Receive<ServerProtocol.TimerDue>(_ => { });
        Receive<ConnectionProtocol.Released>(late => late.Caller.Tell(_reply.Executed(late.Outcome)));
        Receive<ConnectionProtocol.Listed>(_ => { });
        Receive<ConnectionProtocol.Unanswered>(_ => { });
        Receive<ConnectionProtocol.Closed>(_ => { });
        Receive<Terminated>(terminated => _panes.OnTerminated(terminated.ActorRef));
    }

    /// <summary>No connection, and no dial in flight: wait, and watch the process that is known.</summary>
    private void EnterBackingOff(BackoffReason reason)
    {
        Timers.CancelAll();
        _rounds++;
        Become(BackingOff);
        _report.BackOff(reason);
        if (reason is not BackoffReason.Released { IsToGuardAgain: true })
        {
            _wishes.Answer(caller => caller.Tell(_reply.NotSent($"{_server} is not connected ({_report.Describe()}); it will be guarded when it is")));
        }

        if (reason.DialIn(_settings.Backoff, _rounds, _ports.Jitter.Next()) is { } wait)
        {
            Timers.StartSingleTimer(nameof(ServerProtocol.DialDue), new ServerProtocol.DialDue(), wait);
        }

        _processWatch.Start(_memory.Generation is null ? null : _memory.Process, Self);
    }

    private void BackingOff()
    {
        Receive<ServerProtocol.DialDue>(_ => EnterDialing());
        Receive<ServerProtocol.Dial>(_ => EnterDialing());
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketCreated());
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGone());
        Receive<ServerProtocol.ProcessEnded>(_ => OnProcessEnded(), ended => _memory.Generation is not null && ended.Process == _memory.Process);
        NotConnected();
        CommonHandlers();
    }

    /// <summary>What is answered in the same way while there is no connection.</summary>
    private void NotConnected()
    {
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(_reply.NotSent($"{_server} is not connected ({_report.Describe()})")));
        Receive<ServerProtocol.Release>(OnReleaseLater);
        Receive<ServerProtocol.Guard>(_ => OnGuardLater());
    }

    // A server is starting here: what failed before was another's.
    private void OnSocketCreated()
    {
        _report.Failures = 0;
        _rounds = 0;
        EnterDialing(justCreated: true);
    }

    private void OnSocketGone()
    {
        if (!Lives)
        {
            End();
        }
        else if (_report.Backoff is not BackoffReason.Vanished)
        {
            OnVanished();
        }
    }

    private void OnVanished()
    {
        _report.Appeared("alive");
        _report.SocketLost();
        EnterBackingOff(new BackoffReason.Vanished($"its socket is gone; {_report.SocketRemedy}"));
    }

    /// <summary>Socket and process are gone: nothing is left to manage.</summary>
    private void End()
    {
        _report.Lost(new ProbeVerdict.Absent());
        _report.Appeared("dead");
        _report.Publish(null, new ServerRemoved());
        Context.Parent.Tell(new Sockets.SocketWatcherProtocol.ServerEnded(_server));
        Context.Stop(Self);
    }

    private void OnProcessEnded()
    {
        var verdict = _ports.Dialer.Probe(_socket);
        if (verdict is ProbeVerdict.Refused or ProbeVerdict.Absent)
        {
            EnterDead(verdict);
        }
        else
        {
            _report.Lost(verdict);
            EnterDialing();
        }
    }

    /// <summary>
    /// The server is dead: publishes that, and waits for another on its socket. Where the socket was gone before, nothing would say so again,
    /// and the row would stay until the directory is next read.
    /// </summary>
    private void EnterDead(ProbeVerdict verdict)
    {
        var socketWasLost = _memory.SocketLost;
        _report.Lost(verdict);
        EnterBackingOff(new BackoffReason.Dead(_memory.WasKilled));
        if (socketWasLost && verdict is ProbeVerdict.Absent)
        {
            Self.Tell(new ServerProtocol.SocketGone(_settings.Node, _server));
        }
    }

    /// <summary>The server is marked as released: stay away, and watch its process only.</summary>
    private void EnterReleased()
    {
        _memory.Guard = GuardState.None;
        _wishes.Drop(GuardWish.Release);
        _report.LastEnd = null;
        EnterBackingOff(new BackoffReason.Released(_wishes.Wish == GuardWish.Guard));
    }

    /// <summary>One dial is in flight. Its result, and nothing else, says what comes next.</summary>
    private void EnterDialing(bool justCreated = false)
    {
        Timers.CancelAll();
        _processWatch.Stop();
        var dial = _dial = new DialAttempt();
        var request = new DialRequest(_socket, _settings.Guard, _memory.Process, justCreated, _wishes.Wish == GuardWish.Guard);
        dial.RunAsync(_ports.Dialer, request).PipeTo(
            Self,
            Self,
            outcome => new ServerProtocol.DialEnded(dial.Id, outcome),
            cause => new ServerProtocol.DialThrew(dial.Id, cause));
        Become(Dialing);
        _report.Dial();
    }

    private void Dialing()
    {
        Receive<ServerProtocol.DialEnded>(ended => OnDialEnded(ended.Outcome), ended => ended.Attempt == _dial?.Id);
        Receive<ServerProtocol.DialThrew>(OnDialThrew, threw => threw.Attempt == _dial?.Id);
        Receive<ServerProtocol.Dial>(_ => _dial!.IsAskedAgain = true);
        Receive<ServerProtocol.SocketCreated>(_ => _dial!.SocketIsNew = true);
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileDialing());
        NotConnected();
        CommonHandlers();
    }

    private void OnProcessWatchFailed(ServerProtocol.ProcessWatchEnded ended) =>
        throw new InvalidOperationException($"the watch of the process of {_server} failed: {ended.Cause.Message}", ended.Cause);

    // A dialer answers with outcomes; what it throws is a defect, and the supervisor's to handle.
    private void OnDialThrew(ServerProtocol.DialThrew threw) =>
        throw new InvalidOperationException($"the dial of {_server} failed: {threw.Cause.Message}", threw.Cause);

    private void OnDialEnded(DialOutcome outcome)
    {
        // Not cancelled: until it is claimed, a connection lives and dies with its dial.
        using var dial = _dial!;
        _dial = null;
        Conclude(outcome);
        if (dial.SocketIsNew)
        {
            Self.Tell(new ServerProtocol.SocketCreated(_settings.Node, _server));
        }
        else if (dial.IsAskedAgain)
        {
            Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
        }
    }

    private void Conclude(DialOutcome outcome)
    {
        _report.Failures += outcome is DialOutcome.Connected or DialOutcome.Released ? 0 : 1;
        switch (outcome)
        {
            case DialOutcome.Connected connected:
                OnDialled(connected.Connection);
                break;
            case DialOutcome.ServerDead dead:
                _report.Appeared("dead");
                EnterDead(dead.Verdict);
                break;
            case DialOutcome.Vanished:
                OnVanished();
                break;
            case DialOutcome.Released released:
                _report.Identified(released.Report);
                _report.Appeared("alive");
                EnterReleased();
                break;
            case DialOutcome.Unresponsive silent:
                OnSilence(silent);
                break;
            case DialOutcome.Failed failed:
                OnDialFailed(failed);
                break;
        }
    }

    private void OnDialled(IServerConnection connection)
    {
        if (!connection.TryClaim())
        {
            _report.Failures++;
            EnterBackingOff(new BackoffReason.DialFailed("the connection was closed before it was claimed"));
            return;
        }

        _connection = connection;
        if (_ports.Dialer.Probe(_socket) is ProbeVerdict.Alive now && now.Pid != connection.Report.Generation.Pid)
        {
            // While we connected to one server, another took its path.
            OnPathTaken(now);
        }
        else if (!_ports.Processes.Lives(connection.Report.Process))
        {
            // Its end may have been published already, by a kill that watched it die.
            Disconnect();
            EnterBackingOff(new BackoffReason.ConnectionLost("it ended during the dial"));
        }
        else
        {
            EnterConnected(connection.Report);
        }
    }

    private void OnSilence(DialOutcome.Unresponsive silent)
    {
        if (silent.Server is { } server && server != _memory.Process)
        {
            // It is not the server that was known: that one has lost its path.
            _report.Lost(new ProbeVerdict.Alive(server.Pid));
            _memory.Process = server;
        }

        _report.LastEnd = null;
        _report.Appeared("unresponsive");
        EnterBackingOff(new BackoffReason.Unresponsive(silent.Stopped, silent.Detail));
        _report.Unreachable(UnreachableReason.Unresponsive, silent.Detail);
    }

    private void OnDialFailed(DialOutcome.Failed failed)
    {
        _report.Appeared("unknown");
        EnterBackingOff(new BackoffReason.DialFailed(failed.Detail));
        if (failed.Reason == UnreachableReason.RefusedAccess || _report.Failures > 1)
        {
            _report.Unreachable(failed.Reason, failed.Detail);
        }
    }

    private void OnSocketGoneWhileDialing()
    {
        CancelDial();
        OnSocketGone();
    }

    private void CancelDial()
    {
        _dial?.Cancel();
        _dial?.Dispose();
        _dial = null;
    }

    /// <summary>The connection stands and is ours: publish it, follow it, keep asking whether it answers.</summary>
    private void EnterConnected(DialReport report)
    {
        Timers.CancelAll();
        var before = _memory.Generation == report.Generation ? _memory.State : null;
        _report.Identified(report);
        _memory.SocketLost = false;
        _wishes.Drop(GuardWish.Guard);
        _rounds = 0;
        Become(Connected);
        _report.Connected(report, before);
        _link = Context.Watch(Context.ActorOf(ConnectionActor.Props(_connection!, _reply, _ports, _settings, _memory.EventsAreRead), $"connection-{++_connections}"));
        _wishes.Answer(caller => _link.Tell(new ConnectionProtocol.Guard(caller)));
        if (_wishes.Wish == GuardWish.Release)
        {
            StartRelease(ActorRefs.Nobody, force: false);
        }
    }

    private void Connected()
    {
        Receive<ConnectionProtocol.Listed>(OnListed, _ => IsFromLink);
        Receive<ConnectionProtocol.Unanswered>(silence => OnUnanswered(silence.Detail), _ => IsFromLink);
        Receive<ConnectionProtocol.Closed>(closed => OnConnectionClosed(closed.End), _ => IsFromLink);
        Receive<ConnectionProtocol.Released>(OnReleased, _ => IsFromLink);
        Receive<Terminated>(_ => OnLinkFailed(), terminated => terminated.ActorRef.Equals(_link));
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketCheck(0));
        Receive<ServerProtocol.SocketCheckDue>(check => OnSocketCheck(check.Round));
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileConnected());
        Receive<ServerProtocol.Dial>(_ => { });
        Receive<ServerProtocol.Execute>(execute => _link.Forward(execute));
        Receive<ServerProtocol.Release>(OnRelease);
        Receive<ServerProtocol.Guard>(_ => OnGuardWhileConnected());
        CommonHandlers();
    }

    private bool IsFromLink => Sender.Equals(_link);

    /// <summary>Closes the connection, if there is one; what comes from it later is late.</summary>
    private void Disconnect()
    {
        if (!_link.IsNobody())
        {
            Context.Stop(Context.Unwatch(_link));
            _link = ActorRefs.Nobody;
        }
        else
        {
            // Claimed, and not yet handed to an actor of its own.
            _ = _connection?.DisposeAsync().AsTask();
        }

        _connection = null;
    }

    private void OnListed(ConnectionProtocol.Listed listed)
    {
        var before = _memory.State;
        _memory.State = listed.State;
        _memory.AsOf = _ports.Time.GetUtcNow();
        _report.Reachable();
        _report.Changed(before, listed.State);
        _watchers.Tell(new ServerProtocol.Listed(_settings.Node, _server));
        if (!listed.Events.IsEmpty)
        {
            _report.Publish(_memory.Generation, listed.Events);
        }
    }

    // Nothing is dialled into a hung server: its backlog is its users'.
    private void OnUnanswered(string silence)
    {
        _memory.Unanswered = silence;
        _report.Connect();
        _report.Unreachable(UnreachableReason.Unresponsive, silence);
    }

    private void OnLinkFailed()
    {
        // One that failed before it had begun has closed nothing.
        _link = ActorRefs.Nobody;
        Disconnect();
        EnterBackingOff(new BackoffReason.ConnectionLost("the actor of its connection failed"));
    }

    private void OnConnectionClosed(ConnectionEnd end)
    {
        Disconnect();
        _report.LastEnd = end;
        var verdict = _ports.Dialer.Probe(_socket);
        switch (verdict)
        {
            case ProbeVerdict.Refused:
            case ProbeVerdict.Absent when !Lives:
                EnterDead(verdict);
                break;
            case ProbeVerdict.Absent:
                OnVanished();
                break;
            case ProbeVerdict.Alive now when now.Pid != _memory.Generation?.Pid:
                _report.Lost(verdict);
                EnterBackingOff(new BackoffReason.ConnectionLost(end.Detail));
                EnterDialing(justCreated: true);
                break;
            default:
                EnterBackingOff(new BackoffReason.ConnectionLost(end.Detail));
                break;
        }
    }

    private void OnPathTaken(ProbeVerdict.Alive other)
    {
        Disconnect();
        _report.LastEnd = new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, PathTaken);
        _report.Lost(other);
        EnterBackingOff(new BackoffReason.ConnectionLost(PathTaken));
        EnterDialing(justCreated: true);
    }

    private void OnSocketCheck(int round)
    {
        switch (_ports.Dialer.Probe(_socket))
        {
            case ProbeVerdict.Alive now when now.Pid == _memory.Generation?.Pid:
                _memory.SocketLost = false;
                _report.Connect();
                break;
            case ProbeVerdict.Alive other:
                OnPathTaken(other);
                break;
            case ProbeVerdict.Refused or ProbeVerdict.Absent when round < SocketCheckRounds:
                // Bound and not yet listening: whose it is shows in a moment.
                Timers.StartSingleTimer(nameof(ServerProtocol.SocketCheckDue), new ServerProtocol.SocketCheckDue(round + 1), SocketCheckGap);
                break;
        }
    }

    private void OnSocketGoneWhileConnected()
    {
        _report.SocketLost();
        _report.Connect();
    }

    private void OnRelease(ServerProtocol.Release release)
    {
        Audit("release", release.AuditedFor);
        StartRelease(Sender, release.Force);
    }

    private void StartRelease(IActorRef caller, bool force)
    {
        _wishes.Drop(GuardWish.Release);
        _wishes.Drop(GuardWish.Guard);
        _memory.Releasing = true;
        _link.Tell(new ConnectionProtocol.Release(caller, force));
    }

    private void OnReleased(ConnectionProtocol.Released released)
    {
        _memory.Releasing = false;
        released.Caller.Tell(_reply.Executed(released.Outcome));
        if (released.Outcome is CommandOutcome.Completed)
        {
            Disconnect();
            EnterReleased();
        }
    }

    // Without a connection the wish is kept and carried out at the next one.
    private void OnReleaseLater(ServerProtocol.Release release)
    {
        Audit("release", release.AuditedFor);
        if (_report.Backoff is BackoffReason.Released)
        {
            _wishes.Drop(GuardWish.Guard);
            Sender.Tell(_reply.Done());
            return;
        }

        _wishes.ReleaseLater();
        Sender.Tell(_reply.NotSent($"{_server} is not connected ({_report.Describe()}); it will be released when it is"));
    }

    // Answered when the dial that it brings has come to its end.
    private void OnGuardLater()
    {
        _wishes.GuardLater(Sender);
        Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
    }

    // In the middle of a release the wish is kept for the dial that follows it.
    private void OnGuardWhileConnected()
    {
        if (_memory.Releasing)
        {
            _wishes.GuardLater(Sender);
        }
        else
        {
            _link.Tell(new ConnectionProtocol.Guard(Sender));
        }
    }

    private void OnKill(ServerProtocol.Kill kill)
    {
        Audit(kill.Force ? "kill by force" : "kill", kill.AuditedFor);
        switch (KillDecision.From(_ports.Dialer.Probe(_socket), _memory.Process, _ports.Processes, answers: !_memory.Unreachable, kill.Force))
        {
            case KillDecision.Begin begin:
                _memory.KillRequested = begin.Target;
                _memory.KillRequestedBy = kill.AuditedFor;
                _kills.Begin(begin.Target, begin.Target == _memory.Process ? _memory.Generation : null, kill.Force, Context);
                break;
            case KillDecision.Answer { Outcome: var outcome }:
                Sender.Tell(_reply.KillEnded(outcome));
                Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
                break;
        }
    }

    // The plane hears of the loss before the callers hear of the kill: what they ask next says so.
    private void OnKillEnded(KillActor.Ended ended)
    {
        if (!ended.Ordered)
        {
            _memory.KillRequested = null;
        }

        if (ended.Outcome is KillOutcome.Killed)
        {
            OnTargetDead(ended.Target);
        }

        Sender.Tell(new KillActor.Answer());
    }

    // It may be the server that is known, or one whose end has been published already.
    private void OnTargetDead(ProcessIdentity target)
    {
        if (target == _memory.Process)
        {
            var verdict = _ports.Dialer.Probe(_socket);
            if (_connection is null)
            {
                _report.Lost(verdict);
            }
            else
            {
                Disconnect();
                EnterDead(verdict);
            }
        }

        if (_connection is null)
        {
            Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
        }
    }

    private void OnGetTree()
    {
        _link.Tell(new ConnectionProtocol.Looked());
        Sender.Tell(new ServerProtocol.TreeRead(_settings.Node, _server, _report.Tree()));
    }

    private void OnEventsAreRead(bool anybody)
    {
        _memory.EventsAreRead = anybody;
        _link.Tell(new ConnectionProtocol.Followed(anybody));
    }

    private void EnterDisconnecting()
    {
        Timers.CancelAll();
        _processWatch.Stop();
        _dial?.Cancel();
        Become(Disconnecting);

        // Before the connection goes under what they do: how far they came, they do not know.
        _panes.Stop(Context);
        _link.Tell(new ConnectionProtocol.Close());
        StopWhenDisconnected();
    }

    // What a dial has opened is closed when its result says so: not before is there no connection.
    private void StopWhenDisconnected()
    {
        if (_link.IsNobody() && _dial is null)
        {
            Context.Stop(Self);
        }
    }

    private void OnDialClosed()
    {
        _dial!.Dispose();
        _dial = null;
        StopWhenDisconnected();
    }

    private void OnLinkClosed()
    {
        _link = ActorRefs.Nobody;
        StopWhenDisconnected();
    }

    private void CloseDialled(IServerConnection connection)
    {
        var attempt = _dial!.Id;
        connection.DisposeAsync().AsTask().PipeTo(Self, Self, () => new ServerProtocol.DialClosed(attempt), _ => new ServerProtocol.DialClosed(attempt));
    }

    private void Disconnecting()
    {
        const string stopping = "the plane closes its connections";
        Receive<Terminated>(_ => OnLinkClosed(), terminated => terminated.ActorRef.Equals(_link));
        Receive<ServerProtocol.DialEnded>(
            ended => CloseDialled(((DialOutcome.Connected)ended.Outcome).Connection), ended => ended is { Outcome: DialOutcome.Connected } && ended.Attempt == _dial?.Id);
        Receive<ServerProtocol.DialEnded>(_ => OnDialClosed(), ended => ended.Attempt == _dial?.Id);
        Receive<ServerProtocol.DialThrew>(_ => OnDialClosed(), threw => threw.Attempt == _dial?.Id);
        Receive<ServerProtocol.DialClosed>(_ => OnDialClosed(), closed => closed.Attempt == _dial?.Id);
        Receive<ServerProtocol.Kill>(_ => Sender.Tell(_reply.KillEnded(new KillOutcome.Refused(stopping))));
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(_reply.NotSent(stopping)));
        Receive<ServerProtocol.Release>(_ => Sender.Tell(_reply.NotSent(stopping)));
        Receive<ServerProtocol.Guard>(_ => Sender.Tell(_reply.NotSent(stopping)));
        Receive<IPaneRequest>(request => Sender.Tell(request.NotDone(stopping)));
        CommonHandlers();
    }

    // A caller that has a name writes the line itself, with the outcome.
    private void Audit(string operation, string? auditedFor)
    {
        if (auditedFor is null)
        {
            _log.Warning("audit {0} server={1} generation={2} by={3}", operation, _server, _memory.Generation, Sender.Path);
        }
    }

    // A connection whose actor fails is over, and is dialled anew; what is done to a pane is answered as it is; a kill goes on.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new ByChildStrategy(child => child.Equals(_link) || _panes.Holds(child) ? Directive.Stop : Directive.Restart);
}
