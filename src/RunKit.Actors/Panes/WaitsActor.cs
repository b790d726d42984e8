using RunKit.Actors.Scheduling;

namespace RunKit.Actors.Panes;

/// <summary>
/// Waits at panes for all callers: the panes of one server are looked at together, one command line at a time, as often as the most impatient
/// of its waiters wants.
/// </summary>
internal sealed class WaitsActor : ReceiveActor, IWithTimers
{
    private const int MostWaiters = 1000;

    // Many that wait are looked at less often.
    private const int Many = 40;
    private static readonly TimeSpan PauseOfMany = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<ServerName, Dictionary<long, (Waiter Waiter, IActorRef Caller)>> _servers = [];
    private readonly HashSet<ServerName> _looking = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly PlanePorts _ports;
    private readonly string _node;
    private readonly IActorRef _plane;

    /// <param name="plane">Routes commands to servers.</param>
    public WaitsActor(PlanePorts ports, string node, IActorRef plane)
    {
        (_ports, _node, _plane) = (ports, node, plane);
        Receive<WaitsProtocol.Wait>(OnWait);
        Receive<WaitsProtocol.Forget>(OnForget);
        Receive<WaitsProtocol.LookDue>(due => Look(due.Server));
        Receive<WaitsProtocol.Looked>(OnLooked);
        Receive<WaitsProtocol.Failed>(failed => throw new InvalidOperationException($"panes cannot be looked at: {failed.Cause.Message}", failed.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PlanePorts ports, string node, IActorRef plane) => Akka.Actor.Props.Create(() => new WaitsActor(ports, node, plane));

    protected override void PostStop()
    {
        _stopped.Cancel();
        foreach (var (_, caller) in _servers.Values.SelectMany(waiters => waiters.Values))
        {
            caller.Tell(Ended(new WaitOutcome.NotKnown("the plane stopped in the middle")));
        }
    }

    private void OnWait(WaitsProtocol.Wait wait)
    {
        if (!wait.Request.TryRead(out var condition, out var problem))
        {
            Sender.Tell(Ended(new WaitOutcome.NotKnown(problem)));
            return;
        }

        if (_servers.Values.Sum(waiters => waiters.Count) >= MostWaiters)
        {
            Sender.Tell(Ended(new WaitOutcome.NotKnown($"{MostWaiters} wait already")));
            return;
        }

        var server = wait.Pane.Server;
        if (!_servers.TryGetValue(server, out var waiters))
        {
            _servers[server] = waiters = [];
        }

        waiters[wait.Waiter] = (new Waiter(wait.Pane, condition, wait.Request.Timeout, Now()), Sender);
        Look(server);
    }

    private void OnForget(WaitsProtocol.Forget forget)
    {
        foreach (var waiters in _servers.Values)
        {
            waiters.Remove(forget.Waiter);
        }
    }

    private void Look(ServerName server)
    {
        if (!_servers.TryGetValue(server, out var waiters) || waiters.Count == 0)
        {
            _servers.Remove(server);
            return;
        }

        // One that comes while the others are looked at is looked at right after them.
        if (!_looking.Add(server))
        {
            return;
        }

        var ports = new PanePorts(new ServerPaneCommands(_plane, _node, server, "waits"), _ports.Terminals, _ports.Time);
        ImmutableArray<long> ids = [.. waiters.Keys];
        WaitAsk[] asks = [.. waiters.Values.Select(known => known.Waiter.Ask)];
        WaitLooks.TakeAsync(ports, asks, _stopped.Token).PipeTo(
            Self, Self, taken => new WaitsProtocol.Looked(server, ids, taken.Looks, taken.Problem), cause => new WaitsProtocol.Failed(cause));
    }

    private void OnLooked(WaitsProtocol.Looked looked)
    {
        _looking.Remove(looked.Server);
        if (!_servers.TryGetValue(looked.Server, out var waiters))
        {
            return;
        }

        var now = Now();
        for (var index = 0; index < looked.Waiters.Length; index++)
        {
            if (waiters.TryGetValue(looked.Waiters[index], out var known)
                && (looked.Looks is { } looks ? known.Waiter.Take(looks[index], now) : known.Waiter.Miss(looked.Problem, now)) is { } outcome)
            {
                waiters.Remove(looked.Waiters[index]);
                known.Caller.Tell(Ended(outcome));
            }
        }

        Schedule(looked, waiters, now);
    }

    private void Schedule(WaitsProtocol.Looked looked, Dictionary<long, (Waiter Waiter, IActorRef Caller)> waiters, TimeSpan now)
    {
        if (waiters.Count == 0)
        {
            _servers.Remove(looked.Server);
            return;
        }

        var pause = waiters.Keys.All(looked.Waiters.Contains) ? waiters.Values.Min(known => known.Waiter.PauseAt(now)) : TimeSpan.Zero;
        if (waiters.Count > Many && pause > TimeSpan.Zero && pause < PauseOfMany)
        {
            pause = PauseOfMany;
        }

        Timers.StartSingleTimer(looked.Server, new WaitsProtocol.LookDue(looked.Server), pause);
    }

    private TimeSpan Now() => _ports.Clock();

    private WaitsProtocol.WaitEnded Ended(WaitOutcome outcome) => new(_node, outcome);
}
