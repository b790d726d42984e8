using Akka.Event;

namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private const int SocketCheckRounds = 5;
    private static readonly TimeSpan SocketCheckGap = TimeSpan.FromMilliseconds(20);
    private static readonly TmuxCommand HeartbeatCommand = new("display-message", "-p", "");

    private IServerConnection? _connection;
    private long _session;
    private IActorRef _mirror = ActorRefs.Nobody;
    private bool _releasing;

    /// <summary>The connection stands and is ours: tell it, follow it, keep asking whether it answers.</summary>
    private void EnterConnected(IServerConnection connection)
    {
        Timers.CancelAll();
        var report = connection.Report;
        var before = _memory.Generation == report.Generation ? _state : null;
        Remember(report);
        _connection = connection;
        _session = ServerMemory.NextAttempt();
        var session = _session;
        _releasing = false;
        _failures = 0;
        _lastEnd = null;
        Become(Connected);
        Announce("alive");
        Move(ServerStatus.Connected, null, null);
        TellReachable();
        Publish(report.Generation, new ServerConnected(report.Version, report.Guard));
        if (before is not null)
        {
            PublishChanges(before, report.State);
        }

        connection.Closed.PipeTo(Self, Self, end => new ServerProtocol.ConnectionClosed(session, end));
        _mirror = Context.ActorOf(MirrorActor.Props(connection, _settings, session));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatDue), new ServerProtocol.HeartbeatDue(), _settings.Heartbeat.Interval);
        MoveAttachment(connection, session);
        if (_memory.ReleaseWanted)
        {
            StartRelease(ActorRefs.NoSender);
        }

        if (_killers.Count > 0)
        {
            StartKillOverConnection(connection);
        }
    }

    private void Connected()
    {
        Receive<ServerProtocol.StateListed>(listed => OnStateListed(listed.State), listed => listed.Attempt == _session && _memory.Generation is not null);
        Receive<ServerProtocol.ConnectionClosed>(closed => OnConnectionClosed(closed.End), closed => closed.Attempt == _session);
        Receive<ServerProtocol.HeartbeatDue>(_ => OnHeartbeatDue());
        Receive<ServerProtocol.HeartbeatLate>(_ => OnHeartbeatLate());
        Receive<ServerProtocol.Beat>(_ => OnBeat(), beat => beat.Attempt == _session);
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketCheck(0));
        Receive<ServerProtocol.SocketCheckDue>(check => OnSocketCheck(check.Round));
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileConnected());
        Receive<ServerProtocol.Dial>(_ => { });
        Receive<ServerProtocol.Execute>(OnExecute);
        Receive<ServerProtocol.Kill>(_ => OnKillWhileConnected());
        Receive<ServerProtocol.Release>(_ => StartRelease(Sender));
        Receive<ServerProtocol.Released>(OnReleased, released => released.Attempt == _session);
        Receive<ServerProtocol.Guard>(_ => Sender.Tell(Executed(new CommandOutcome.Completed([]))));
        Receive<ServerProtocol.AttachMoved>(moved => OnAttachMoved(moved.Outcome), moved => moved.Attempt == _session);
        Anywhere();
    }

    private void LeaveConnected()
    {
        Context.Stop(_mirror);
        _mirror = ActorRefs.Nobody;
        _ = GiveBackAsync(_connection);
        _connection = null;
        _session = 0;
    }

    private void OnStateListed(ServerState state)
    {
        var before = _state;
        _state = state;
        PublishChanges(before, state);
        if (_settings.Guard == GuardPolicy.Observe && IsOnlyOurAnchor(state) && before.VisibleSessions.Any())
        {
            // The user's last session is gone. Without us the server would have ended by now; with this it does.
            Send(new TmuxCommand("kill-session", "-t", $"={_settings.Anchor.Session}:"));
        }
    }

    private void PublishChanges(ServerState before, ServerState after)
    {
        var events = StateDiff.Between(before, after, _settings.Anchor.Session);
        if (!events.IsEmpty)
        {
            _memory.Revision++;
            Publish(_memory.Generation, events);
        }
    }

    private bool IsOnlyOurAnchor(ServerState state) =>
        _connection!.Report is { MadeAnchor: true, AnchorIsKept: false }
        && state.Sessions.Values.All(session => session.Name == _settings.Anchor.Session);

    private void OnConnectionClosed(ConnectionEnd end)
    {
        LeaveConnected();
        _lastEnd = end;
        var verdict = _ports.Dialer.Probe(_socket);
        switch (verdict)
        {
            case ProbeVerdict.Refused:
            case ProbeVerdict.Absent when !_ports.Processes.Lives(_memory.Process):
                TellLoss(verdict);
                EnterBackingOff(_deadReason, null);
                break;
            case ProbeVerdict.Absent:
                OnVanished();
                break;
            case ProbeVerdict.Alive now when now.Pid != _memory.Generation?.Pid:
                TellLoss(verdict);
                EnterBackingOff(ServerReason.ConnectionLost, end.Detail);
                DialWhenAllowed(justCreated: true);
                break;
            default:
                EnterBackingOff(_releasing ? ServerReason.Released : ServerReason.ConnectionLost, _releasing ? null : end.Detail);
                break;
        }
    }

    private void OnHeartbeatDue()
    {
        var session = _session;
        _connection!.ExecuteAsync(HeartbeatCommand, CancellationToken.None)
            .PipeTo(Self, Self, _ => new ServerProtocol.Beat(session));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatLate), new ServerProtocol.HeartbeatLate(), _settings.Heartbeat.Timeout);
    }

    // Nothing is dialled into a hung server: its backlog is its users'.
    private void OnHeartbeatLate()
    {
        var detail = $"no answer to a heartbeat within {_settings.Heartbeat.Timeout.TotalSeconds:0.#} s";
        Move(ServerStatus.Connected, ServerReason.Unresponsive, detail);
        TellUnreachable(UnreachableReason.Unresponsive, detail);
    }

    private void OnBeat()
    {
        Timers.Cancel(nameof(ServerProtocol.HeartbeatLate));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatDue), new ServerProtocol.HeartbeatDue(), _settings.Heartbeat.Interval);
        if (_reason == ServerReason.Unresponsive)
        {
            Move(ServerStatus.Connected, _socketLost ? ServerReason.Vanished : null, null);
            TellReachable();
        }
    }

    private void OnSocketCheck(int round)
    {
        switch (_ports.Dialer.Probe(_socket))
        {
            case ProbeVerdict.Alive now when now.Pid == _memory.Generation?.Pid:
                _socketLost = false;
                Move(ServerStatus.Connected, null, null);
                break;
            case ProbeVerdict.Alive other:
                LeaveConnected();
                TellLoss(other);
                EnterBackingOff(ServerReason.ConnectionLost, "another server has taken its path");
                DialWhenAllowed(justCreated: true);
                break;
            case ProbeVerdict.Refused or ProbeVerdict.Absent when round < SocketCheckRounds:
                // Bound and not yet listening: whose it is shows in a moment.
                Timers.StartSingleTimer(
                    nameof(ServerProtocol.SocketCheckDue), new ServerProtocol.SocketCheckDue(round + 1), SocketCheckGap);
                break;
        }
    }

    private void OnSocketGoneWhileConnected()
    {
        TellSocketLost();
        Move(ServerStatus.Connected, ServerReason.Vanished, $"its socket is gone; kill -USR1 {_memory.Process?.Pid} makes it again");
    }

    private void OnExecute(ServerProtocol.Execute execute)
    {
        if (TmuxCommand.Problem(execute.Words) is { } problem)
        {
            Sender.Tell(NotSent(problem));
            return;
        }

        var command = new TmuxCommand(execute.Words[0], execute.Words.Skip(1));
        ExecuteInTimeAsync(_connection!, command, _settings.CommandTimeout).PipeTo(Sender, Self, Executed);
    }

    private static async Task<CommandOutcome> ExecuteInTimeAsync(IServerConnection connection, TmuxCommand command, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        return await connection.ExecuteAsync(command, deadline.Token).ConfigureAwait(false);
    }

    private void Send(TmuxCommand command)
    {
        var session = _session;
        ExecuteInTimeAsync(_connection!, command, _settings.CommandTimeout)
            .PipeTo(Self, Self, outcome => new ServerProtocol.AttachMoved(session, outcome));
    }

    private void MoveAttachment(IServerConnection connection, long session)
    {
        if (_settings.Attach == AttachTarget.FirstSession && connection.Report.State.FirstRealSession is { } first)
        {
            ExecuteInTimeAsync(connection, new TmuxCommand("switch-client", "-t", first.Id.ToString()), _settings.CommandTimeout)
                .PipeTo(Self, Self, outcome => new ServerProtocol.AttachMoved(session, outcome));
        }
    }

    private void OnAttachMoved(CommandOutcome outcome)
    {
        if (outcome is not CommandOutcome.Completed)
        {
            _log.Warning("server {0}: the client could not be moved: {1}", _server, outcome);
        }
    }

    private void StartRelease(IActorRef caller)
    {
        Audit("release");
        _memory.ReleaseWanted = false;
        _releasing = true;
        var session = _session;
        ReleaseAsync(_connection!, _settings)
            .PipeTo(Self, Self, outcome => new ServerProtocol.Released(session, outcome, caller ?? ActorRefs.Nobody));
    }

    // The last of the commands ends the anchor and with it this connection, so its answer may never come.
    private static async Task<CommandOutcome> ReleaseAsync(IServerConnection connection, PlaneSettings settings)
    {
        foreach (var command in DialScript.Release(settings.Anchor))
        {
            var outcome = await ExecuteInTimeAsync(connection, command, settings.CommandTimeout).ConfigureAwait(false);
            if (outcome is CommandOutcome.Failed or CommandOutcome.NotSent || (outcome is CommandOutcome.Unknown && command.Name != "kill-session"))
            {
                return outcome;
            }
        }

        return new CommandOutcome.Completed([]);
    }

    private void OnReleased(ServerProtocol.Released released)
    {
        released.Caller.Tell(Executed(released.Outcome));
        if (released.Outcome is CommandOutcome.Completed)
        {
            _guard = GuardState.None;
        }
        else
        {
            _releasing = false;
        }
    }
}
