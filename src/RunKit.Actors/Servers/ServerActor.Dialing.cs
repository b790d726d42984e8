namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private const string PathTaken = "another server has taken its path";

    private CancellationTokenSource? _dial;
    private long _attempt;
    private bool _dialAgain;
    private bool _createdAgain;

    // Dials that have failed since the last success, and rounds of waiting, which a lost connection begins too.
    private int _failures;
    private int _rounds;

    /// <summary>One dial is in flight. Its result, and nothing else, says what comes next.</summary>
    private void EnterDialing(bool justCreated = false)
    {
        Timers.CancelAll();
        _dialAgain = false;
        _createdAgain = false;
        _attempt = ServerMemory.NextAttempt();
        _dial = new CancellationTokenSource();
        var attempt = _attempt;
        var request = new DialRequest(_socket, _settings.Guard, _memory.Process, justCreated, _memory.ReguardWanted);
        _ports.Dialer.DialAsync(request, _dial.Token).PipeTo(
            Self,
            Self,
            success: outcome => new ServerProtocol.DialEnded(attempt, outcome),
            failure: cause => new ServerProtocol.DialBroke(attempt, cause));
        Become(Dialing);
        Move(ServerStatus.Dialing, _reason, _error);
    }

    private void Dialing()
    {
        Receive<ServerProtocol.DialEnded>(ended => OnDialEnded(ended.Outcome), ended => ended.Attempt == _attempt);
        Receive<ServerProtocol.DialBroke>(broke => OnPortBroke(broke.Cause), broke => broke.Attempt == _attempt);
        Receive<ServerProtocol.Dial>(_ => _dialAgain = true);
        Receive<ServerProtocol.SocketCreated>(_ => _dialAgain = _createdAgain = true);
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileDialing());
        NotConnected();
        Anywhere();
    }

    private void OnDialEnded(DialOutcome outcome)
    {
        // Not cancelled: until it is claimed, a connection lives and dies with its dial.
        using var dial = _dial;
        _dial = null;
        _attempt = 0;
        var (dialAgain, createdAgain) = (_dialAgain, _createdAgain);
        if (outcome is not (DialOutcome.ServerDead or DialOutcome.Vanished or DialOutcome.Unresponsive { Stopped: true }))
        {
            _memory.Budget = _memory.Budget.Spend(Clock);
        }

        Conclude(outcome);
        if (createdAgain)
        {
            Self.Tell(new ServerProtocol.SocketCreated(_settings.Node, _server));
        }
        else if (dialAgain)
        {
            Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
        }
    }

    private void Conclude(DialOutcome outcome)
    {
        if (outcome is not (DialOutcome.Connected or DialOutcome.Released))
        {
            _failures++;
        }

        switch (outcome)
        {
            case DialOutcome.Connected connected:
                OnDialled(connected.Connection);
                break;
            case DialOutcome.ServerDead dead:
                Announce("dead");
                EnterDead(dead.Verdict);
                break;
            case DialOutcome.Vanished:
                OnVanished();
                break;
            case DialOutcome.Released released:
                Remember(released.Report);
                Announce("alive");
                EnterReleased();
                break;
            case DialOutcome.Unresponsive silent:
                OnSilence(silent);
                break;
            case DialOutcome.Failed failed:
                Announce("unknown");
                EnterBackingOff(ServerReason.DialFailed, failed.Detail);
                if (failed.Reason == UnreachableReason.RefusedAccess || _failures > 1)
                {
                    TellUnreachable(failed.Reason, failed.Detail);
                }

                break;
        }
    }

    private void OnDialled(IServerConnection connection)
    {
        if (!connection.TryClaim())
        {
            _failures++;
            EnterBackingOff(ServerReason.DialFailed, "the connection was given up before it was claimed");
            return;
        }

        _connection = connection;
        if (_ports.Dialer.Probe(_socket) is ProbeVerdict.Alive now && now.Pid != connection.Report.Generation.Pid)
        {
            // While we attached to one server, another took its path.
            GiveBack();
            OnPathTaken(now);
        }
        else if (!_ports.Processes.Lives(connection.Report.Process))
        {
            // Its end may have been told already, by whoever watched it die.
            GiveBack();
            EnterBackingOff(ServerReason.ConnectionLost, "it ended during the dial");
        }
        else
        {
            EnterConnected(connection);
        }
    }

    private void OnPathTaken(ProbeVerdict.Alive other)
    {
        _lastEnd = new ConnectionEnd(SawExit: false, ExitReason: null, PathTaken);
        TellLoss(other);
        EnterBackingOff(ServerReason.ConnectionLost, PathTaken);
        DialWhenAllowed(justCreated: true);
    }

    private void OnSilence(DialOutcome.Unresponsive silent)
    {
        if (silent.Server is { } server && server != _memory.Process)
        {
            // It is not the server that was known: that one has lost its path.
            TellLoss(new ProbeVerdict.Alive(server.Pid));
            _memory.Process = server;
        }

        _lastEnd = null;
        _stopped = silent.Stopped;
        Announce("unresponsive");
        EnterBackingOff(ServerReason.Unresponsive, silent.Detail);
        TellUnreachable(UnreachableReason.Unresponsive, silent.Detail);
    }

    private void Remember(DialReport report)
    {
        if (_memory.Generation is { } earlier && earlier != report.Generation)
        {
            TellLoss(new ProbeVerdict.Alive(report.Generation.Pid));
        }

        _memory.Generation = report.Generation;
        _memory.Process = report.Process;
        _memory.Version = report.Version;
        _memory.Guard = report.Guard;
        _memory.State = report.State;
        _memory.AsOf = Now;
        _deadReason = ServerReason.ServerDead;
    }

    private void OnSocketGoneWhileDialing()
    {
        CancelDial();
        OnSocketGone();
    }

    // Whether it had started a process by now nobody knows, so it counts as one that has.
    private void CancelDial()
    {
        if (_dial is null)
        {
            return;
        }

        _memory.Budget = _memory.Budget.Spend(Clock);
        _dial.Cancel();
        _dial.Dispose();
        _dial = null;
        _attempt = 0;
    }
}
