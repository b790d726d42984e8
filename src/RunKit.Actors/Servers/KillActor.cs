namespace RunKit.Actors.Servers;

/// <summary>
/// Sees one kill through: gives the order and stays with the process until it is gone or the time is up. tmux answers <c>kill-server</c>
/// before it has exited, so only the process's end counts. Tells its parent how it ended; a caller that is left at its own end is answered.
/// </summary>
internal sealed class KillActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TmuxCommand KillServer = new("kill-server");

    private readonly KillOrder _order;
    private readonly ServerName _server;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;

    public KillActor(KillOrder order, ServerName server, PlanePorts ports, PlaneSettings settings)
    {
        (_order, _server, _ports, _settings) = (order, server, ports, settings);
        Receive<Join>(join => _order.Callers.Add(join.Caller));
        Receive<Given>(_ => { }, given => given.Problem is null);
        Receive<Given>(given => End(new KillOutcome.StillAlive(given.Problem!), ordered: false));
        Receive<LookDue>(_ => Look());
        Receive<TimeUp>(_ => End(new KillOutcome.StillAlive(
            $"it has not died within {_settings.KillTimeout.TotalSeconds:0.#} s; what it holds is lost with: kill -KILL {_order.Target.Pid}")));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(KillOrder order, ServerName server, PlanePorts ports, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new KillActor(order, server, ports, settings));

    protected override void PreStart()
    {
        if (!_order.Given)
        {
            _order.Given = true;
            GiveAsync(_ports.OneShot, SocketPath.In(_ports.Sockets.Directory, _server), _settings.KillTimeout)
                .PipeTo(Self, Self, problem => new Given(problem), cause => new Given(cause.Message));
        }

        Timers.StartSingleTimer(nameof(TimeUp), new TimeUp(), _settings.KillTimeout);
        Timers.StartPeriodicTimer(nameof(LookDue), new LookDue(), LookEvery);
    }

    // Those who wait are answered by the next incarnation.
    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostStop()
    {
        KillOutcome outcome = _ports.Processes.Lives(_order.Target)
            ? new KillOutcome.Refused("nobody watches the server any more; look at it again")
            : new KillOutcome.Killed(_order.Generation, "its process and its socket are gone");
        foreach (var caller in _order.Callers)
        {
            caller.Tell(new ServerProtocol.KillEnded(_settings.Node, _server, outcome));
        }
    }

    private static async Task<string?> GiveAsync(IOneShotTmux tmux, SocketPath socket, TimeSpan timeout)
    {
        var result = await tmux.RunAsync(TmuxArguments.Join(socket, KillServer), binary: null, timeout, CancellationToken.None).ConfigureAwait(false);
        return (result as OneShotResult.NotStarted)?.Reason;
    }

    private void Look()
    {
        if (!_ports.Processes.Lives(_order.Target))
        {
            End(new KillOutcome.Killed(_order.Generation, $"its process {_order.Target.Pid} is gone"));
        }
    }

    // The parent answers the callers, once it has told the plane of the loss: who asks next, sees it.
    private void End(KillOutcome outcome, bool ordered = true)
    {
        Context.Parent.Tell(new Ended(_order.Target, [.. _order.Callers], outcome, ordered));
        _order.Callers.Clear();
        Context.Stop(Self);
    }

    /// <summary>Somebody more waits for how it ends.</summary>
    internal sealed record Join(IActorRef Caller) : INoSerializationVerificationNeeded;

    /// <summary>How a kill ended. <paramref name="Ordered"/> is false when the order never reached the server.</summary>
    internal sealed record Ended(ProcessIdentity Target, ImmutableArray<IActorRef> Callers, KillOutcome Outcome, bool Ordered)
        : INoSerializationVerificationNeeded;

    private sealed record Given(string? Problem) : INoSerializationVerificationNeeded;

    private sealed record LookDue : INoSerializationVerificationNeeded;

    private sealed record TimeUp : INoSerializationVerificationNeeded;
}
