using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>What must hold after every step, whatever the step was.</summary>
internal sealed class ChaosInvariants(TmuxSandbox sandbox, ChaosWorld world, Func<PlaneHost> plane)
{
    // Our own probes count as clients until the server, which may be busy, has seen them off: with many servers there is hardly a look at which
    // all have just one. A client too many is there at every look.
    private readonly HashSet<string> _seenWithOneClient = new(StringComparer.Ordinal);

    /// <summary>Waits until everything is as it must be.</summary>
    /// <exception cref="InvalidOperationException">Something is not, and what.</exception>
    public async Task HoldAsync()
    {
        var problem = "";
        _seenWithOneClient.Clear();
        try
        {
            await Eventually.TrueAsync(async () => (problem = await ProblemAsync()).Length == 0, "the invariants hold");
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException(problem, e);
        }

        FalseDeaths().ShouldBeEmpty("the plane told the loss of a server that lives");
    }

    private async Task<string> ProblemAsync()
    {
        foreach (var name in world.Names)
        {
            if (world.Of(name) is { } life && !sandbox.Processes.Lives(life.Process))
            {
                throw new InvalidOperationException($"{name}, pid {life.Process.Pid}, died and nobody killed it; the plane told: {Losses(name)}");
            }
        }

        var views = (await plane().Plane.GetServersAsync(CancellationToken.None)).ToDictionary(view => view.Name, StringComparer.Ordinal);
        var problems = world.Names.Select(name => Problem(name, world.Of(name), views.GetValueOrDefault(name)))
            .Concat(views.Keys.Except(world.Names).Select(stranger => $"{stranger}: nobody made a server of that name"))
            .Concat(world.Ended.Where(sandbox.Processes.Lives).Select(process => $"pid {process.Pid} was killed and lives"));
        return string.Join('\n', problems.Where(problem => problem is not null));
    }

    private string? Problem(string name, ChaosWorld.Life? life, ServerView? view)
    {
        var clients = sandbox.Connections(name);
        if (clients == 1)
        {
            _seenWithOneClient.Add(name);
        }

        var listener = SocketProbe.Probe(sandbox.Socket(name)) is ProbeVerdict.Alive alive ? alive.Pid : 0;
        return (life, view) switch
        {
            (null, _) when listener != 0 => $"{name}: somebody listens, pid {listener}, and nobody started it",
            (null, _) when clients > 0 => $"{name}: {clients} clients of a dead server",
            (null, null) => world.HasSocketFile(name) ? $"{name}: a socket without a row" : null,
            (null, _) => world.HasSocketFile(name) && view is { Generation: null, Reason: ServerReason.ServerDead or ServerReason.Killed } ? null : $"{name}: is dead; {view}",
            ({ Stopped: true }, null or { Reason: ServerReason.ServerDead or ServerReason.Killed }) => $"{name}: is stopped, not dead; {view}",
            ({ Stopped: true }, _) => null,
            (_, null) => $"{name}: lives and has no row",
            ({ SocketLost: true }, _) => view is { Status: ServerStatus.Connected, Reason: ServerReason.Vanished } ? null : $"{name}: has lost its socket; {view}",
            _ when view is not { Status: ServerStatus.Connected, Reason: null, Guard: GuardState.Floor } => $"{name}: lives; {view}",
            _ when view.Generation?.Pid != life.Process.Pid || listener != life.Process.Pid => $"{name}: is pid {life.Process.Pid}; listener {listener}; {view}",
            _ => _seenWithOneClient.Contains(name) ? null : $"{name}: {clients} clients of ours",
        };
    }

    private IEnumerable<string> FalseDeaths()
    {
        var ended = world.Ended.Select(process => process.Pid).ToHashSet();
        return plane().Events.OfType<ServerEventEnvelope>()
            .Where(envelope => envelope.Event is ServerLost && !ended.Contains(envelope.Generation?.Pid ?? 0))
            .Select(envelope => $"{envelope}");
    }

    private string Losses(string name) => string.Join("; ", plane().EventsOf<ServerLost>(name).Select(lost => $"{lost.Cause}: {lost.Evidence}"));
}
