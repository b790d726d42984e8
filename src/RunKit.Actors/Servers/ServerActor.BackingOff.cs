namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    // A stopped process is asked of /proc, which costs nothing; one that runs and is silent is left in peace.
    private static readonly TimeSpan StoppedLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilentLook = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstLossCheck = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastLossCheck = TimeSpan.FromMilliseconds(320);

    private bool _stopped;
    private TimeSpan _lossCheck;

    /// <summary>No connection, and no dial in flight: wait, and watch the process that is known.</summary>
    private void EnterBackingOff(ServerReason reason, string? error)
    {
        Timers.CancelAll();
        _rounds++;
        Become(BackingOff);
        Move(ServerStatus.BackingOff, reason, error);
        if (reason != ServerReason.Released || _memory.ReguardWanted)
        {
            Timers.StartSingleTimer(nameof(ServerProtocol.DialDue), new ServerProtocol.DialDue(), NextDial(reason));
        }

        _lossCheck = FirstLossCheck;
        ScheduleLossCheck();
        StartKill();
    }

    /// <summary>
    /// The server is dead: tells it, and waits for another on its socket. Where that was gone before, nobody would say so again, and the
    /// row would stay until the directory is next read.
    /// </summary>
    private void EnterDead(ProbeVerdict verdict)
    {
        var socketWasLost = _memory.SocketLost;
        TellLoss(verdict);
        EnterBackingOff(_deadReason, null);
        if (socketWasLost && verdict is ProbeVerdict.Absent)
        {
            Self.Tell(new ServerProtocol.SocketGone(_settings.Node, _server));
        }
    }

    /// <summary>The server is marked as released: stay away, and watch its process only.</summary>
    private void EnterReleased()
    {
        _memory.Guard = GuardState.None;
        _memory.ReleaseWanted = false;
        _lastEnd = null;
        EnterBackingOff(ServerReason.Released, null);
    }

    private void BackingOff()
    {
        Receive<ServerProtocol.DialDue>(_ => DialWhenAllowed());
        Receive<ServerProtocol.Dial>(_ => DialWhenAllowed());
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketBorn());
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGone());
        Receive<ServerProtocol.LossCheckDue>(_ => OnLossCheck());
        Receive<ServerProtocol.Released>(OnReleasedAfterItsConnection, released => released.Attempt == _releasing);
        NotConnected();
        Anywhere();
    }

    /// <summary>What is answered in the same way while there is no connection.</summary>
    private void NotConnected()
    {
        Receive<ServerProtocol.Execute>(_ => Sender.Tell(NotSent($"{_server} is not connected ({Describe()})")));
        Receive<ServerProtocol.Release>(OnReleaseLater);
        Receive<ServerProtocol.Guard>(_ => OnGuardLater());
    }

    private TimeSpan NextDial(ServerReason reason) => reason switch
    {
        ServerReason.Unresponsive when _stopped => StoppedLook,
        ServerReason.Unresponsive => SilentLook,
        _ => _settings.Backoff.Delay(_rounds, _ports.Jitter.Next()),
    };

    private void DialWhenAllowed(bool justCreated = false)
    {
        var wait = _memory.Budget.Wait(Clock);
        if (wait == TimeSpan.Zero)
        {
            EnterDialing(justCreated);
        }
        else
        {
            Timers.StartSingleTimer(nameof(ServerProtocol.DialDue), new ServerProtocol.DialDue(), wait);
        }
    }

    // A server is being born here: whatever failed before was another's.
    private void OnSocketBorn()
    {
        _failures = 0;
        _rounds = 0;
        DialWhenAllowed(justCreated: true);
    }

    private void OnSocketGone()
    {
        if (_ports.Processes.Lives(_memory.Process))
        {
            if (_status != ServerStatus.BackingOff || _reason != ServerReason.Vanished)
            {
                OnVanished();
            }

            return;
        }

        AnswerKillersOfTheDead();
        TellLoss(new ProbeVerdict.Absent());
        Announce("dead");
        Publish(null, new ServerRemoved());
        Context.Parent.Tell(new ServerKeeperProtocol.Farewell(_settings.Node, _server));
        Context.Stop(Self);
    }

    private void OnVanished()
    {
        Announce("alive");
        TellSocketLost();
        EnterBackingOff(ServerReason.Vanished, $"its socket is gone; {SocketRemedy}");
    }

    // Looks at /proc only: a probe would take a place in the backlog of a server that does not accept.
    private void OnLossCheck()
    {
        if (_memory.Generation is null || _ports.Processes.Lives(_memory.Process))
        {
            ScheduleLossCheck();
            return;
        }

        var verdict = _ports.Dialer.Probe(_socket);
        if (verdict is ProbeVerdict.Refused or ProbeVerdict.Absent)
        {
            EnterDead(verdict);
        }
        else
        {
            TellLoss(verdict);
            DialWhenAllowed();
        }
    }

    private void ScheduleLossCheck()
    {
        if (_memory.Generation is not null)
        {
            Timers.StartSingleTimer(nameof(ServerProtocol.LossCheckDue), new ServerProtocol.LossCheckDue(), _lossCheck);
            _lossCheck = _lossCheck < LastLossCheck ? _lossCheck * 2 : LastLossCheck;
        }
    }

    // Without a connection the wish is kept and carried out at the next one.
    private void OnReleaseLater(ServerProtocol.Release release)
    {
        Audit("release", release.AuditedFor);
        _memory.ReguardWanted = false;
        if (_status == ServerStatus.BackingOff && _reason == ServerReason.Released)
        {
            Sender.Tell(Executed(new CommandOutcome.Completed([])));
            return;
        }

        _memory.ReleaseWanted = true;
        Sender.Tell(NotSent($"{_server} is not connected ({Describe()}); it will be released when it is"));
    }

    private void OnGuardLater()
    {
        _memory.ReleaseWanted = false;
        _memory.ReguardWanted = true;
        Sender.Tell(Executed(new CommandOutcome.Completed([])));
        Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
    }

    private void OnReleasedAfterItsConnection(ServerProtocol.Released released)
    {
        _releasing = 0;
        released.Caller.Tell(Executed(released.Outcome));
        if (released.Outcome is CommandOutcome.Completed && _reason == ServerReason.ConnectionLost)
        {
            EnterReleased();
        }
    }
}
