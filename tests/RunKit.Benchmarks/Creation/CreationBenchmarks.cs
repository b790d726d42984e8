using System.Diagnostics;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Creation;

/// <summary>Servers that a user starts and ends, and when the plane tells of it.</summary>
internal static class CreationBenchmarks
{
    private const int Samples = 15;

    private static readonly string[] KillServer = ["kill-server"];

    public static IEnumerable<Benchmark> All =>
    [
        new("Creation", "new-session has returned, to server.connected", "ms", () => CreationAsync(fromItsReturn: true)) { Goal = Goal.AtMost(15) },
        new("Creation", "new-session begins to server.connected, to its return", "ms", () => CreationAsync(fromItsReturn: false))
        {
            Baseline = BareBirthAsync,
        },
        new("Creation", "kill-server begins to server.lost, to the process's end", "ms", DeathAsync) { Baseline = BareDeathAsync },
    ];

    private static Task<double> CreationAsync(bool fromItsReturn) => Servers.WithAsync(0, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 0);
        await using var follower = await here.Plane.FollowAsync();
        var created = 0;
        return await Measurement.MedianAsync(Samples, async () =>
        {
            var connected = follower.HearsAsync<ServerConnected>(_ => true);
            var start = Stopwatch.GetTimestamp();
            await StartAsync(sandbox, created++);
            start = fromItsReturn ? Stopwatch.GetTimestamp() : start;
            await connected;
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    });

    private static Task<double> BareBirthAsync() => Servers.WithAsync(0, sandbox =>
    {
        var created = 0;
        return Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(() => StartAsync(sandbox, created++)));
    });

    private static Task<double> DeathAsync() => Servers.WithAsync(Samples, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, Samples);
        await using var follower = await here.Plane.FollowAsync();
        var dead = 0;
        return await Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(async () =>
        {
            var lost = follower.HearsAsync<ServerLost>(_ => true);
            await sandbox.TmuxAsync(Servers.Name(dead++), KillServer);
            await lost;
        }));
    });

    private static Task<double> BareDeathAsync() => Servers.WithAsync(Samples, sandbox =>
    {
        var dead = 0;
        return Measurement.MedianAsync(Samples, async () =>
        {
            var server = Servers.Name(dead++);
            var end = sandbox.Processes.WaitForEndAsync(sandbox.Server(server), CancellationToken.None);
            return await Measurement.MillisecondsAsync(async () =>
            {
                await sandbox.TmuxAsync(server, KillServer);
                await end;
            });
        });
    });

    private static Task<ProcessIdentity> StartAsync(TmuxSandbox sandbox, int number) => sandbox.StartAsync(Servers.Name(number), "user", "tail", "-f", "/dev/null");
}
