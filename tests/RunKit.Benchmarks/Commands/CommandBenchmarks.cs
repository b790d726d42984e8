using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Benchmarks.Commands;

/// <summary>Commands through a plane, one after the other and as many at once as a server gets, beside bare clients and beside tmux processes.</summary>
internal static class CommandBenchmarks
{
    private const string Unit = "commands/s";
    private const int Count = 4_000;
    private const int AtOnce = 8;
    private const int Processes = 100;

    // What an actor's turn and its Ask may cost of a command.
    private const double NearlyAll = 0.95;

    private static readonly TmuxCommandLine Command = TmuxCommandLine.Of("display-message", "-p", "x");

    public static IEnumerable<Benchmark> All =>
    [
        .. ClientBenchmarks.All,
        new("Commands", "one after the other, the plane, to bare clients", Unit, () => PlaneAsync(1)) { Baseline = () => ClientsAsync(1), Goal = Goal.RatioAtLeast(NearlyAll) },
        new("Commands", "8 at once, the plane, to 8 bare clients", Unit, () => PlaneAsync(AtOnce)) { Baseline = () => ClientsAsync(AtOnce), Goal = Goal.RatioAtLeast(NearlyAll) },
        new("Commands", "one after the other, the plane, to a process each", Unit, () => PlaneAsync(1)) { Baseline = ProcessesAsync, Goal = Goal.RatioAtLeast(8) },
    ];

    private static Task<double> PlaneAsync(int loops) => Servers.WithAsync(1, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        var server = new ServerName(Servers.First);
        return await RateAsync(loops, async () =>
        {
            if (await here.Plane.ExecuteAsync(server, Command.Words, CommandOptions.Default, CancellationToken.None) is not CommandOutcome.Completed { Output: "x\n" })
                throw new InvalidOperationException("tmux did not answer what it should");
        });
    });

    private static Task<double> ClientsAsync(int loops) => Servers.WithAsync(1, sandbox =>
    {
        var user = new User(sandbox, Servers.First);
        return RateAsync(loops, () => user.RunAsync(Command));
    });

    private static Task<double> RateAsync(int loops, Func<Task> execute) =>
        Measurement.RateAsync(Count, () => Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(Count / loops, execute))));

    private static async Task LoopAsync(int commands, Func<Task> execute)
    {
        await Task.Yield();
        for (var i = 0; i < commands; i++)
        {
            await execute();
        }
    }

    private static Task<double> ProcessesAsync() => Servers.WithAsync(1, sandbox => Measurement.RateAsync(Processes, async () =>
    {
        for (var i = 0; i < Processes; i++)
        {
            await sandbox.TmuxAsync(Servers.First, [.. Command.Words]);
        }
    }));
}
