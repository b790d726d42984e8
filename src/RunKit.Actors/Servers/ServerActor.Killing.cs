namespace RunKit.Actors.Servers;

internal sealed partial class ServerActor
{
    private static readonly TmuxCommand KillServer = new("kill-server");

    // Those who asked, until a kill is under way; from then on they wait for how it ends.
    private readonly List<IActorRef> _killers = [];
    private readonly List<IActorRef> _witnesses = [];
    private IActorRef _executioner = ActorRefs.Nobody;
    private ProcessIdentity? _victim;
    private bool _forced;

    private static KillOutcome.Refused OwnHost => new("RunKit itself runs in that server; with force both end");

    private void OnKill(ServerProtocol.Kill kill)
    {
        Audit(kill.Force ? "kill by force" : "kill", kill.AuditedFor);
        _killers.Add(Sender);
        _forced |= kill.Force;
        StartKill();
    }

    /// <summary>Begins the kill that somebody has asked for, as soon as it is clear how: not in the middle of a dial.</summary>
    private void StartKill()
    {
        if (_killers.Count == 0)
        {
            return;
        }

        if (_connection is { } connection)
        {
            Execute(_memory.Process!, () => KillByConnectionAsync(connection, _ports, _socket, _settings.KillTimeout));
        }
        else if (_status == ServerStatus.BackingOff)
        {
            StartKillWithoutConnection();
        }
    }

    private void StartKillWithoutConnection()
    {
        switch (_ports.Dialer.Probe(_socket))
        {
            case ProbeVerdict.Alive alive when _ports.Processes.Find(alive.Pid) is { } server:
                Execute(server.Identity, () => KillByProcessAsync(_ports.OneShot, _socket, _settings.KillTimeout));
                break;
            case ProbeVerdict.Refused or ProbeVerdict.Absent or ProbeVerdict.Alive when !_ports.Processes.Lives(_memory.Process):
                AnswerKillers(new KillOutcome.AlreadyDead());
                Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
                break;
            case ProbeVerdict.NotOurs notOurs:
                AnswerKillers(new KillOutcome.Refused(notOurs.Reason));
                break;
            default:
                var remedy = _memory.Process is { } process ? $"; end it with: kill {process.Pid}" : "";
                AnswerKillers(new KillOutcome.StillAlive($"it cannot be reached through its socket{remedy}"));
                break;
        }
    }

    // An order that never left because the connection was gone already is given by a process.
    private static async Task<string?> KillByConnectionAsync(
        IServerConnection connection, PlanePorts ports, SocketPath socket, TimeSpan timeout) =>
        await ExecuteInTimeAsync(connection, KillServer, timeout, ports.Time).ConfigureAwait(false) switch
        {
            CommandOutcome.Failed failed => failed.Words,
            CommandOutcome.NotSent => await KillByProcessAsync(ports.OneShot, socket, timeout).ConfigureAwait(false),
            _ => null,
        };

    private static async Task<string?> KillByProcessAsync(IOneShotTmux tmux, SocketPath socket, TimeSpan timeout)
    {
        var arguments = TmuxArguments.Join(socket, KillServer);
        var result = await tmux.RunAsync(arguments, binary: null, timeout, CancellationToken.None).ConfigureAwait(false);
        return result is OneShotResult.NotStarted failed ? failed.Reason : null;
    }

    private void Execute(ProcessIdentity victim, Func<Task<string?>> order)
    {
        if (!_forced && _ports.Processes.IsOurAncestor(victim.Pid))
        {
            AnswerKillers(OwnHost);
            return;
        }

        if (_executioner.IsNobody())
        {
            _victim = victim;
            _memory.KillRequested = victim;
            var generation = victim == _memory.Process ? _memory.Generation : null;
            _executioner = Context.ActorOf(KillWatchActor.Props(victim, generation, order, _ports.Processes, _settings.KillTimeout));
        }
        else if (_victim != victim)
        {
            // An earlier life is being seen to its end; this one's turn comes after it.
            return;
        }

        _witnesses.AddRange(_killers);
        _killers.Clear();
        _forced = false;
    }

    private void OnVictimWatched(ServerProtocol.VictimWatched watched)
    {
        _executioner = ActorRefs.Nobody;
        if (!watched.Ordered)
        {
            _memory.KillRequested = null;
        }

        Tell(_witnesses, watched.Outcome);
        if (watched.Outcome is KillOutcome.Killed)
        {
            OnVictimDead();
        }

        StartKill();
    }

    // It may be the server that is known, or one whose end has been told already.
    private void OnVictimDead()
    {
        if (_victim == _memory.Process)
        {
            _deadReason = ServerReason.Killed;
            if (_connection is not null)
            {
                LeaveConnected();
                EnterDead(_ports.Dialer.Probe(_socket));
            }
            else
            {
                TellLoss(_ports.Dialer.Probe(_socket));
            }
        }

        if (_connection is null)
        {
            Self.Tell(new ServerProtocol.Dial(_settings.Node, _server));
        }
    }

    // Its socket has gone before anybody looked at the victim again.
    private void AnswerKillersOfTheDead()
    {
        if (!_ports.Processes.Lives(_victim))
        {
            var generation = _victim == _memory.Process ? _memory.Generation : null;
            Tell(_witnesses, new KillOutcome.Killed(generation, "its process and its socket are gone"));
        }

        AnswerKillers(new KillOutcome.AlreadyDead());
    }

    private void AnswerKillers(KillOutcome outcome, bool witnessesToo = false)
    {
        Tell(_killers, outcome);
        _forced = false;
        if (witnessesToo)
        {
            Tell(_witnesses, outcome);
        }
    }

    private void Tell(List<IActorRef> callers, KillOutcome outcome)
    {
        foreach (var caller in callers)
        {
            caller.Tell(KillEnded(outcome));
        }

        callers.Clear();
    }
}
