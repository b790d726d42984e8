using Akka.Event;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Servers;

/// <summary>
/// Sees one kill through: gives the order and stays with the process until it is gone or the time is up. tmux answers <c>kill-server</c>
/// before it has exited, so only the process's end counts. Tells its parent how it ended, and answers the callers when it stops.
/// </summary>
internal sealed class KillActor : ReceiveActor, IWithTimers
{
    private readonly KillOrder _order;
    private readonly ServerName _server;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly CancellationTokenSource _stopped = new();
    private KillOutcome? _outcome;

    public KillActor(KillOrder order, ServerName server, PlanePorts ports, PlaneSettings settings)
    {
        (_order, _server, _ports, _settings) = (order, server, ports, settings);
        Receive<Join>(join => _order.Callers.Add(join.Caller));
        Receive<Given>(_ => { }, given => given.Problem is null);
        Receive<Given>(given => End(new KillOutcome.StillAlive(given.Problem!), ordered: false));
        Receive<Stopped>(_ => { });
        Receive<Answer>(_ => Context.Stop(Self));
        Receive<Gone>(_ => End(new KillOutcome.Killed(_order.Generation, $"its process {_order.Target.Pid} is gone")));
        Receive<TimeUp>(_ => End(new KillOutcome.StillAlive(
            $"it has not died within {_settings.KillTimeout.TotalSeconds:0.#} s; --force ends it with SIGKILL, and what it holds is lost")));
        Receive<Status.Failure>(failure => throw new InvalidOperationException($"a port of {_server} failed: {failure.Cause.Message}", failure.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(KillOrder order, ServerName server, PlanePorts ports, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new KillActor(order, server, ports, settings));

    // The order is given once: another could meet the next generation on the same path.
    protected override void PreStart()
    {
        if (!_order.Given)
        {
            _order.Given = true;
            GiveAsync().PipeTo(Self, Self, problem => new Given(problem), cause => new Given(cause.Message));
        }

        Timers.StartSingleTimer(nameof(TimeUp), new TimeUp(), _settings.KillTimeout);
        _ports.Processes.WaitForEndAsync(_order.Target, _stopped.Token).PipeTo(Self, Self, () => new Gone(), Failed);

        static object Failed(Exception cause) => cause is OperationCanceledException ? new Stopped() : new Status.Failure(cause);
    }

    // Those who wait are answered by the next incarnation.
    protected override void PreRestart(Exception reason, object message) => _stopped.Cancel();

    protected override void PostStop()
    {
        _stopped.Cancel();
        var outcome = _outcome ?? (_ports.Processes.Lives(_order.Target)
            ? new KillOutcome.Refused("nothing watches the server any more; look at it again")
            : new KillOutcome.Killed(_order.Generation, "its process and its socket are gone"));
        foreach (var caller in _order.Callers)
        {
            caller.Tell(new ServerProtocol.KillEnded(_settings.Node, _server, outcome));
        }
    }

    /// <summary>Why the order did not reach the server, in one line; null when it did, or may have.</summary>
    private async Task<string?> GiveAsync()
    {
        if (_order.Force)
        {
            return _ports.Processes.TryKill(_order.Target) || !_ports.Processes.Lives(_order.Target) ? null : $"process {_order.Target.Pid} cannot be signalled";
        }

        var server = new TmuxServerAddress(SocketPath.In(_ports.Sockets.Directory, _server), _order.Target);
        var options = new TmuxRunOptions { Deadline = _settings.KillTimeout };
        return await _ports.Client.RunAsync(server, TmuxCommands.KillServer, options, _stopped.Token).ConfigureAwait(false) switch
        {
            TmuxResult.NotSent notSent when _ports.Processes.Lives(_order.Target) => notSent.Detail,
            TmuxResult.Exited { Status: not 0 } exited => System.Text.Encoding.UTF8.GetString(exited.Error.Span).TrimEnd(),
            _ => null,
        };
    }

    // The callers are answered once the parent has told the plane of the loss, so that what they ask next shows it; or when the parent stops.
    private void End(KillOutcome outcome, bool ordered = true)
    {
        if (_outcome is null)
        {
            _outcome = outcome;
            Context.Parent.Tell(new Ended(_order.Target, outcome, ordered));
        }
    }

    /// <summary>One caller more waits for how it ends.</summary>
    internal sealed record Join(IActorRef Caller) : INoSerializationVerificationNeeded;

    /// <summary>How a kill ended. <paramref name="Ordered"/> is false when the order never reached the server.</summary>
    internal sealed record Ended(ProcessIdentity Target, KillOutcome Outcome, bool Ordered) : INoSerializationVerificationNeeded;

    /// <summary>The parent has done its part: the callers are to be answered.</summary>
    internal sealed record Answer : INoSerializationVerificationNeeded;

    private sealed record Given(string? Problem) : INoSerializationVerificationNeeded;

    private sealed record Gone : INoSerializationVerificationNeeded;

    private sealed record Stopped : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record TimeUp : INoSerializationVerificationNeeded;
}
