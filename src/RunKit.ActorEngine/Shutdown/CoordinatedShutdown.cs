using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Ends a system in phases. Tasks within a phase run side by side; a phase that takes longer than its timeout is left behind, or ends the
/// shutdown when its <c>recover</c> is off. It runs once.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    private readonly ActorSystemImpl _system;
    private readonly ShutdownPhase[] _phases;
    private readonly Lock _gate = new();
    private Task<Done>? _run;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        _phases = ShutdownPhase.ReadAll(system.Settings.Config);
        if (system.Settings.Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true))
            AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
    }

    /// <summary>Why the shutdown runs; null while it does not.</summary>
    public Reason? ShutdownReason { get; private set; }

    /// <summary>The sum of the phases' timeouts.</summary>
    public TimeSpan TotalTimeout => _phases.Where(p => p.Enabled).Aggregate(TimeSpan.Zero, static (sum, phase) => sum + phase.Timeout);

    /// <summary>The shutdown of that system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>Adds a task to a phase; an unknown phase is a <see cref="ConfigurationException"/>.</summary>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentNullException.ThrowIfNull(task);
        var found = Find(phase);
        lock (_gate)
            found.Tasks.Add((taskName, task));
    }

    /// <summary>How long a phase may take.</summary>
    public TimeSpan Timeout(string phase) => Find(phase).Timeout;

    /// <summary>Runs the phases, from the one named on. Later calls return the same task and keep the first reason.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var from = fromPhase is null ? 0 : Array.IndexOf(_phases, Find(fromPhase));
        lock (_gate)
        {
            if (_run is null)
            {
                ShutdownReason = reason;
                _run = Task.Run(() => RunPhases(from));
            }

            return _run;
        }
    }

    internal void RunAtProcessExit()
    {
        try
        {
            Run(ClrExitReason.Instance).Wait(TotalTimeout);
        }
        catch (AggregateException failure)
        {
            _system.Log.Error(failure.InnerException, "The coordinated shutdown failed while the process exits.");
        }
    }

    private ShutdownPhase Find(string phase) => Array.Find(_phases, p => p.Name == phase)
        ?? throw new ConfigurationException($"There is no shutdown phase '{phase}'; there are {string.Join(", ", _phases.Select(p => p.Name))}.");

    private async Task<Done> RunPhases(int from)
    {
        foreach (var phase in _phases.Skip(from).Where(static p => p.Enabled))
        {
            await RunPhase(phase).ConfigureAwait(false);
        }

        return Done.Instance;
    }

    private async Task RunPhase(ShutdownPhase phase)
    {
        (string Name, Func<Task<Done>> Task)[] tasks;
        lock (_gate)
            tasks = [.. phase.Tasks];
        if (tasks.Length == 0)
            return;

        // The clock first: the last phase's task ends the system, and its scheduler takes no work after that.
        var tooLate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = new Cancelable(_system.Scheduler);
        ((IActionScheduler)_system.Scheduler).ScheduleOnce(phase.Timeout, () => tooLate.TrySetResult(), clock);
        var all = Task.WhenAll(tasks.Select(t => RunTask(phase, t.Name, t.Task)));
        if (await Task.WhenAny(all, tooLate.Task).ConfigureAwait(false) == all)
        {
            clock.Cancel();
            await all.ConfigureAwait(false);
            return;
        }

        if (!phase.Recover)
            throw new TimeoutException($"The shutdown phase {phase.Name} took longer than {phase.Timeout} and its recover is off.");
        _system.Log.Warning("The shutdown phase {0} took longer than {1}; going on with the next.", phase.Name, phase.Timeout);
    }

    private async Task RunTask(ShutdownPhase phase, string name, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception failure) when (phase.Recover)
        {
            _system.Log.Warning(failure, "The task {0} of the shutdown phase {1} failed: {2}", name, phase.Name, failure.Message);
        }
    }

    private async Task<Done> TerminateSystem()
    {
        _system.StopTree();
        await _system.WhenTerminated.ConfigureAwait(false);
        return Done.Instance;
    }
}

/// <summary>Makes the <see cref="CoordinatedShutdown"/> of a system.</summary>
internal sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    /// <inheritdoc/>
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}
