namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private CancellationTokenSource? _dial;
    private long _attempt;
    private bool _dialAgain;
    private bool _createdAgain;

    /// <summary>One dial is in flight. Its result, and nothing else, says what comes next.</summary>
    private void EnterDialing(bool justCreated = false)
    {
        Timers.CancelAll();
        _dialAgain = false;
        _createdAgain = false;
        _attempt = ServerMemory.NextAttempt();
        _dial = new CancellationTokenSource();
        var attempt = _attempt;
        var request = new DialRequest(_socket, _settings.Guard, _memory.Process, justCreated, _reguard);
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
        Receive<ServerProtocol.DialBroke>(broke => OnDialBroke(broke.Cause), broke => broke.Attempt == _attempt);
        Receive<ServerProtocol.Dial>(_ => _dialAgain = true);
        Receive<ServerProtocol.SocketCreated>(_ => _dialAgain = _createdAgain = true);
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGoneWhileDialing());
        Receive<ServerProtocol.Kill>(_ => OnKillWhileDialing());
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
            _memory.Budget = _memory.Budget.Spend(Now);
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
        switch (outcome)
        {
            case DialOutcome.Connected connected:
                OnDialled(connected.Connection);
                break;
            case DialOutcome.ServerDead dead:
                Announce("dead");
                TellLoss(dead.Verdict);
                EnterBackingOff(_deadReason, null);
                break;
            case DialOutcome.Vanished:
                OnVanished();
                break;
            case DialOutcome.Released released:
                Remember(released.Report);
                Announce("alive");
                EnterBackingOff(ServerReason.Released, null);
                break;
            case DialOutcome.Unresponsive silent:
                _memory.Process = silent.Server ?? _memory.Process;
                _stopped = silent.Stopped;
                Announce("unresponsive");
                EnterBackingOff(ServerReason.Unresponsive, silent.Detail);
                TellUnreachable(UnreachableReason.Unresponsive, silent.Detail);
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
            EnterBackingOff(ServerReason.DialFailed, "the connection was given up before it was claimed");
            return;
        }

        if (_ports.Dialer.Probe(_socket) is ProbeVerdict.Alive now && now.Pid != connection.Report.Generation.Pid)
        {
            // While we attached to one server, another took its path.
            _ = GiveBackAsync(connection);
            TellLoss(now);
            DialWhenAllowed(justCreated: true);
            return;
        }

        EnterConnected(connection);
    }

    private void Remember(DialReport report)
    {
        if (_memory.Generation is { } earlier && earlier != report.Generation)
        {
            TellLoss(new ProbeVerdict.Alive(report.Generation.Pid));
        }

        _memory.Generation = report.Generation;
        _memory.Process = report.Process;
        _deadReason = ServerReason.ServerDead;
        _version = report.Version;
        _guard = report.Guard;
        _state = report.State;
        _reguard = false;
    }

    // A port broke its word: failures come as outcomes. That is a defect, and the supervisor's to handle.
    private void OnDialBroke(Exception cause)
    {
        CancelDial();
        throw new InvalidOperationException($"the dial of {_server} broke: {cause.Message}", cause);
    }

    private void OnSocketGoneWhileDialing()
    {
        CancelDial();
        OnSocketGone();
    }

    private void OnKillWhileDialing()
    {
        Audit("kill");
        _killers.Add(Sender);
    }

    private void CancelDial()
    {
        _dial?.Cancel();
        _dial?.Dispose();
        _dial = null;
        _attempt = 0;
    }
}
