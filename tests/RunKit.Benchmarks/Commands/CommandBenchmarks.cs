using System.Text;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Benchmarks.Commands;

/// <summary>
/// Commands over a connection that stands: one after the other, and many on their way at once. The limit is a pipe to tmux that is
/// written and read with nothing between.
/// </summary>
internal static class CommandBenchmarks
{
    private const string Unit = "commands/s";
    private const int InSequence = 2_000;
    private const int AtOnce = 20_000;
    private const int Loops = 256;
    private const int Processes = 50;

    private static readonly TmuxCommand Command = new("display-message", "-p", "x");
    private static readonly string Line = $"{Command.ToLine()}\n";

    public static IEnumerable<Benchmark> All =>
    [
        .. ClientBenchmarks.All,
        new("Commands", "round trips, connection, to the bare pipe", Unit, () => ConnectionAsync(InSequence, 1))
        {
            Baseline = BareTripsAsync,
            Goal = Goal.RatioAtLeast(1 / 1.5),
            WarmUps = 8,
        },
        new("Commands", "round trips, plane, to the bare pipe", Unit, () => PlaneAsync(InSequence, 1))
        {
            Baseline = BareTripsAsync,
            Goal = Goal.RatioAtLeast(1 / 1.5),
            WarmUps = 8,
        },
        new("Commands", "round trips, plane, to a process each", Unit, () => PlaneAsync(InSequence, 1))
        {
            Baseline = ProcessesAsync,
            Goal = Goal.RatioAtLeast(20),
        },
        new("Commands", "pipelined, connection, to the bare pipe", Unit, () => ConnectionAsync(AtOnce, Loops))
        {
            Baseline = BareStreamAsync,
            Goal = Goal.RatioAtLeast(0.7),
            WarmUps = 8,
        },
        new("Commands", "pipelined, plane, to the bare pipe", Unit, () => PlaneAsync(AtOnce, Loops))
        {
            Baseline = BareStreamAsync,
            Goal = Goal.RatioAtLeast(0.7),
            WarmUps = 8,
        },
    ];

    private static Task<double> ConnectionAsync(int commands, int loops) => Servers.WithAsync(1, async sandbox =>
    {
        using var dialer = new Dialer();
        await using var connection = await dialer.DialAsync(sandbox, Servers.First);
        return await RateAsync(commands, loops, () => connection.ExecuteAsync(Command, "", CancellationToken.None));
    });

    private static Task<double> PlaneAsync(int commands, int loops) => Servers.WithAsync(1, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        var server = new ServerName(Servers.First);
        return await RateAsync(commands, loops, () => here.Plane.ExecuteAsync(server, Command.Words, CommandOptions.Default, CancellationToken.None));
    });

    private static Task<double> RateAsync(int commands, int loops, Func<Task<CommandOutcome>> execute) =>
        Measurement.RateAsync(commands, () => Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(commands / loops, execute))));

    private static async Task LoopAsync(int commands, Func<Task<CommandOutcome>> execute)
    {
        await Task.Yield();
        for (var i = 0; i < commands; i++)
        {
            if (await execute() is not CommandOutcome.Completed { Lines: ["x"] })
                throw new InvalidOperationException("tmux did not answer what it should");
        }
    }

    private static Task<double> BareTripsAsync() => WithBareAsync(client => Measurement.RateAsync(InSequence, () =>
    {
        for (var i = 0; i < InSequence; i++)
        {
            client.Write(Line);
            client.AwaitReplies(1);
        }

        return Task.CompletedTask;
    }));

    // All of it is written, on a thread of its own, as fast as tmux takes it.
    private static Task<double> BareStreamAsync() => WithBareAsync(client => Measurement.RateAsync(AtOnce, async () =>
    {
        const int batch = 100;
        var lines = new StringBuilder().Insert(0, Line, batch).ToString();
        var writing = Measurement.OnThreadsAsync(1, () =>
        {
            for (var i = 0; i < AtOnce; i += batch)
            {
                client.Write(lines);
            }
        });
        client.AwaitReplies(AtOnce);
        await writing;
    }));

    private static Task<double> WithBareAsync(Func<BareClient, Task<double>> use) => Servers.WithAsync(1, async sandbox =>
    {
        using var client = BareClient.Attach(sandbox, Servers.First);
        return await use(client);
    });

    private static Task<double> ProcessesAsync() => Servers.WithAsync(1, sandbox => Measurement.RateAsync(Processes, async () =>
    {
        for (var i = 0; i < Processes; i++)
        {
            await sandbox.TmuxAsync(Servers.First, [.. Command.Words]);
        }
    }));
}
