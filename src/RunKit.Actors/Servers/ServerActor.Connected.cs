using Akka.Event;

namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private const int SocketCheckRounds = 5;
    private static readonly TimeSpan SocketCheckGap = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HeartbeatAfterListing = TimeSpan.FromMilliseconds(500);
    private static readonly TmuxCommand HeartbeatCommand = new("display-message", "-p", "");

    private IServerConnection? _connection;
    private long _session;
    private IActorRef _mirror = ActorRefs.Nobody;

    private string HeartbeatProblem => $"no answer to a heartbeat within {_settings.Heartbeat.Timeout.TotalSeconds:0.#} s";

    /// <summary>The connection stands and is ours: tell it, follow it, keep asking whether it answers.</summary>
    private void EnterConnected(IServerConnection connection)
    {
        Timers.CancelAll();
        var report = connection.Report;
        var before = _memory.Generation == report.Generation ? _memory.State : null;
        Remember(report);
        _memory.SocketLost = false;
        _memory.ReguardWanted = false;
        _session = ServerMemory.NextAttempt();
        var session = _session;
        _releasing = 0;
        _failures = 0;
        _rounds = 0;
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
        _mirror = Context.Watch(Context.ActorOf(MirrorActor.Props(connection, _settings, _ports.Time, session, _memory.EventsAreRead)));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatDue), new ServerProtocol.HeartbeatDue(), _settings.Heartbeat.Interval);
        MoveAttachment();
        if (_memory.ReleaseWanted)
        {
            StartRelease(ActorRefs.Nobody);
        }

        StartKill();
    }

    private void Connected()
    {
        Receive<ServerProtocol.StateListed>(listed => OnStateListed(listed.State), listed => listed.Attempt == _session);
        Receive<ServerProtocol.ConnectionClosed>(closed => OnConnectionClosed(closed.End), closed => closed.Attempt == _session);
        Receive<ServerProtocol.HeartbeatDue>(_ => OnHeartbeatDue());
        Receive<ServerProtocol.HeartbeatLate>(_ => OnHeartbeatLate());
        Receive<ServerProtocol.HeartbeatEnded>(_ => OnBeat(), beat => beat.Attempt == _session && beat.IsAnswer);
        Receive<ServerProtocol.AskedElsewhere>(OnAskedElsewhere, asked => asked.Attempt == _session);
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketCheck(0));
        Receive<ServerProtocol.SocketCheckDue>(check => OnSocketCheck(check.Round));
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileConnected());
        Receive<ServerProtocol.Dial>(_ => { });
        Receive<ServerProtocol.Execute>(OnExecute);
        Receive<ServerProtocol.CommandEnded>(OnCommandEnded, ended => ended.Attempt == _session);
        Receive<ServerProtocol.Release>(OnRelease);
        Receive<ServerProtocol.Released>(OnReleased, released => released.Attempt == _session);
        Receive<ServerProtocol.Guard>(_ => OnGuardWhileConnected());
        Receive<Terminated>(_ => OnMirrorEnded());
        Anywhere();
    }

    private void LeaveConnected()
    {
        Context.Stop(Context.Unwatch(_mirror));
        _mirror = ActorRefs.Nobody;
        GiveBack();
        _session = 0;
    }

    private void OnMirrorEnded() => throw new InvalidOperationException($"the mirror of {_server} could not be started");

    // What may be wrong with a connection that stands: nobody answers it, or its socket is gone.
    private void MoveWhileConnected()
    {
        var (reason, error) = (_memory.Unreachable, _memory.SocketLost) switch
        {
            (true, _) => ((ServerReason?)ServerReason.Unresponsive, HeartbeatProblem),
            (_, true) => (ServerReason.Vanished, $"its socket is gone; {SocketRemedy}"),
            _ => (null, (string?)null),
        };
        Move(ServerStatus.Connected, reason, error);
    }

    private void OnStateListed(ServerState state)
    {
        var before = _memory.State;
        _memory.State = state;
        _memory.AsOf = Now;
        PutHeartbeatOff();
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
                EnterDead(verdict);
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
                EnterBackingOff(ServerReason.ConnectionLost, end.Detail);
                break;
        }
    }

    // A listing is an answer like any other. The moment more keeps the heartbeat behind the next listing where both come as often.
    private void PutHeartbeatOff()
    {
        if (Timers.IsTimerActive(nameof(ServerProtocol.HeartbeatDue)))
        {
            Timers.StartSingleTimer(
                nameof(ServerProtocol.HeartbeatDue), new ServerProtocol.HeartbeatDue(), _settings.Heartbeat.Interval + HeartbeatAfterListing);
        }
    }

    private void OnHeartbeatDue()
    {
        var session = _session;
        _connection!.ExecuteAsync(HeartbeatCommand, CancellationToken.None)
            .PipeTo(Self, Self, outcome => new ServerProtocol.HeartbeatEnded(session, outcome));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatLate), new ServerProtocol.HeartbeatLate(), _settings.Heartbeat.Timeout);
    }

    // A command of somebody's may hold up our connection and nothing else (an alias that waits): that says nothing against the server.
    private void OnHeartbeatLate()
    {
        if (_connection!.OldestOfOthers is { } culprit && _ports.Processes.Find(_memory.Process!.Pid) is { Stopped: false })
        {
            var session = _session;
            AsksElsewhereAsync(_ports.OneShot, _socket, _settings.Heartbeat.Timeout)
                .PipeTo(Self, Self, answered => new ServerProtocol.AskedElsewhere(session, culprit, answered));
        }
        else
        {
            OnUnresponsive();
        }
    }

    private static async Task<bool> AsksElsewhereAsync(IOneShotTmux tmux, SocketPath socket, TimeSpan timeout)
    {
        var result = await tmux.RunAsync(TmuxArguments.Join(socket, HeartbeatCommand), binary: null, timeout, CancellationToken.None).ConfigureAwait(false);
        return result is OneShotResult.Exited { Status: 0 };
    }

    private void OnAskedElsewhere(ServerProtocol.AskedElsewhere asked)
    {
        if (asked.Answered)
        {
            _log.Warning("server {0}: '{1}' held up the connection; it is given up and made anew", _server, asked.Culprit);
            LeaveConnected();
            EnterBackingOff(ServerReason.ConnectionLost, $"'{asked.Culprit}' held up every other command");
        }
        else
        {
            OnUnresponsive();
        }
    }

    // Nothing is dialled into a hung server: its backlog is its users'.
    private void OnUnresponsive()
    {
        Move(ServerStatus.Connected, ServerReason.Unresponsive, HeartbeatProblem);
        TellUnreachable(UnreachableReason.Unresponsive, HeartbeatProblem);
    }

    private void OnBeat()
    {
        Timers.Cancel(nameof(ServerProtocol.HeartbeatLate));
        Timers.StartSingleTimer(nameof(ServerProtocol.HeartbeatDue), new ServerProtocol.HeartbeatDue(), _settings.Heartbeat.Interval);
        TellReachable();
    }

    private void OnSocketCheck(int round)
    {
        switch (_ports.Dialer.Probe(_socket))
        {
            case ProbeVerdict.Alive now when now.Pid == _memory.Generation?.Pid:
                _memory.SocketLost = false;
                MoveWhileConnected();
                break;
            case ProbeVerdict.Alive other:
                LeaveConnected();
                OnPathTaken(other);
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
        MoveWhileConnected();
    }
}
