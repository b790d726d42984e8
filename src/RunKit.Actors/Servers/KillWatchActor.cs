namespace RunKit.Actors.Servers;

/// <summary>
/// Gives the order to die and stays with the process until it is gone or the time is up. tmux answers <c>kill-server</c> before it has
/// exited, so only the process's end counts.
/// </summary>
internal sealed class KillWatchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly ProcessIdentity _victim;
    private readonly ServerGeneration? _generation;
    private readonly Func<Task<string?>> _order;
    private readonly IProcessTable _processes;
    private readonly TimeSpan _timeout;

    public KillWatchActor(
        ProcessIdentity victim, ServerGeneration? generation, Func<Task<string?>> order, IProcessTable processes, TimeSpan timeout)
    {
        (_victim, _generation, _order, _processes, _timeout) = (victim, generation, order, processes, timeout);
        Receive<Ordered>(_ => { }, ordered => ordered.Problem is null);
        Receive<Ordered>(ordered => End(new KillOutcome.StillAlive(ordered.Problem!), ordered: false));
        Receive<LookDue>(_ => Look());
        Receive<TimeUp>(_ => End(new KillOutcome.StillAlive(
            $"it has not died within {_timeout.TotalSeconds:0.#} s; what it holds is lost with: kill -KILL {_victim.Pid}")));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        ProcessIdentity victim, ServerGeneration? generation, Func<Task<string?>> order, IProcessTable processes, TimeSpan timeout) =>
        Akka.Actor.Props.Create(() => new KillWatchActor(victim, generation, order, processes, timeout));

    protected override void PreStart()
    {
        _order().PipeTo(Self, Self, problem => new Ordered(problem), cause => new Ordered(cause.Message));
        StartLooking();
    }

    // The order is given once: another could meet the next life on the same path.
    protected override void PostRestart(Exception reason) => StartLooking();

    private void StartLooking()
    {
        Timers.StartSingleTimer(nameof(TimeUp), new TimeUp(), _timeout);
        Timers.StartPeriodicTimer(nameof(LookDue), new LookDue(), LookEvery);
    }

    private void Look()
    {
        if (!_processes.Lives(_victim))
        {
            End(new KillOutcome.Killed(_generation, $"its process {_victim.Pid} is gone"));
        }
    }

    private void End(KillOutcome outcome, bool ordered = true)
    {
        Context.Parent.Tell(new ServerProtocol.VictimWatched(outcome, ordered));
        Context.Stop(Self);
    }

    private sealed record Ordered(string? Problem) : INoSerializationVerificationNeeded;

    private sealed record LookDue : INoSerializationVerificationNeeded;

    private sealed record TimeUp : INoSerializationVerificationNeeded;
}
