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
        _failures++;
        Become(BackingOff);
        Move(ServerStatus.BackingOff, reason, error);
        if (reason != ServerReason.Released)
        {
            Timers.StartSingleTimer(nameof(ServerProtocol.DialDue), new ServerProtocol.DialDue(), NextDial(reason));
        }

        _lossCheck = FirstLossCheck;
        ScheduleLossCheck();
        if (_killers.Count > 0 && _executioner.IsNobody())
        {
            StartKillWithoutConnection();
        }
    }

    private void BackingOff()
    {
        Receive<ServerProtocol.DialDue>(_ => DialWhenAllowed());
        Receive<ServerProtocol.Dial>(_ => DialWhenAllowed());
        Receive<ServerProtocol.SocketCreated>(_ => OnSocketBorn());
        Receive<ServerProtocol.SocketGone>(_ => OnSocketGone());
        Receive<ServerProtocol.LossCheckDue>(_ => OnLossCheck());
        Receive<ServerProtocol.Kill>(_ => OnKillWhileBackingOff());
        NotConnected();
        Anywhere();
    }

    private TimeSpan NextDial(ServerReason reason) => reason switch
    {
        ServerReason.Unresponsive when _stopped => StoppedLook,
        ServerReason.Unresponsive => SilentLook,
        _ => _settings.Backoff.Delay(_failures, _ports.Jitter.Next()),
    };

    private void DialWhenAllowed(bool justCreated = false)
    {
        var wait = _memory.Budget.Wait(Now);
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
        EnterBackingOff(ServerReason.Vanished, $"its socket is gone; kill -USR1 {_memory.Process?.Pid} makes it again");
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
        TellLoss(verdict);
        if (verdict is ProbeVerdict.Refused or ProbeVerdict.Absent)
        {
            EnterBackingOff(_deadReason, null);
        }
        else
        {
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
}
