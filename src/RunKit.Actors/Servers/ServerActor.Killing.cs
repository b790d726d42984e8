namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private static readonly TmuxCommand KillServer = new("kill-server");

    private IActorRef _executioner = ActorRefs.Nobody;

    private void OnKillWhileConnected()
    {
        if (IsOwnHost(_memory.Process))
        {
            Sender.Tell(KillEnded(OwnHost));
            return;
        }

        Audit("kill");
        _killers.Add(Sender);
        StartKillOverConnection(_connection!);
    }

    private void OnKillWhileBackingOff()
    {
        Audit("kill");
        _killers.Add(Sender);
        StartKillWithoutConnection();
    }

    private void StartKillOverConnection(IServerConnection connection)
    {
        var timeout = _settings.KillTimeout;
        Execute(_memory.Process!, async () =>
            await ExecuteInTimeAsync(connection, KillServer, timeout).ConfigureAwait(false) is CommandOutcome.Failed failed
                ? failed.Words
                : null);
    }

    private void StartKillWithoutConnection()
    {
        var verdict = _ports.Dialer.Probe(_socket);
        var process = verdict is ProbeVerdict.Alive alive ? _ports.Processes.Find(alive.Pid)?.Identity : _memory.Process;
        if (!_ports.Processes.Lives(process))
        {
            AnswerKillers(new KillOutcome.AlreadyDead());
            Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
        }
        else if (IsOwnHost(process))
        {
            AnswerKillers(OwnHost);
        }
        else if (verdict is not ProbeVerdict.Alive)
        {
            AnswerKillers(new KillOutcome.StillAlive($"it cannot be reached through its socket; end it with: kill {process!.Pid}"));
        }
        else
        {
            Execute(process!, () => KillByProcessAsync(_ports.OneShot, _socket, _settings.KillTimeout));
        }
    }

    private static async Task<string?> KillByProcessAsync(IOneShotTmux tmux, SocketPath socket, TimeSpan timeout)
    {
        var arguments = TmuxArguments.Join(socket, KillServer);
        var result = await tmux.RunAsync(arguments, binary: null, timeout, CancellationToken.None).ConfigureAwait(false);
        return result is OneShotResult.NotStarted failed ? failed.Reason : null;
    }

    private void Execute(ProcessIdentity process, Func<Task<string?>> order)
    {
        if (_executioner.IsNobody())
        {
            _memory.KillRequested = _memory.Generation;
            _executioner = Context.ActorOf(KillWatchActor.Props(process, order, _ports.Processes, _settings.KillTimeout));
        }
    }

    private void OnVictimWatched(ServerProtocol.VictimWatched watched)
    {
        _executioner = ActorRefs.Nobody;
        var outcome = watched.Outcome is KillOutcome.Killed killed ? killed with { Generation = _memory.KillRequested } : watched.Outcome;
        AnswerKillers(outcome);
        if (outcome is KillOutcome.Killed)
        {
            TellLoss(_ports.Dialer.Probe(_socket));
            if (_connection is not null)
            {
                LeaveConnected();
                EnterBackingOff(_deadReason, null);
            }
            else
            {
                Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
            }
        }
    }

    private void AnswerKillers(KillOutcome outcome)
    {
        foreach (var killer in _killers)
        {
            killer.Tell(KillEnded(outcome));
        }

        _killers.Clear();
    }

    private bool IsOwnHost(ProcessIdentity? process) => process is not null && _ports.Processes.IsOurAncestor(process.Pid);

    private static KillOutcome.Refused OwnHost => new("RunKit itself runs in that server");
}
