using System.Diagnostics;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Births;

/// <summary>Servers that a user starts and ends, and when the plane tells of it.</summary>
internal static class BirthBenchmarks
{
    private const int Samples = 15;

    private static readonly string[] KillServer = ["kill-server"];

    public static IEnumerable<Benchmark> All =>
    [
        new("Births", "new-session has returned, to server.connected", "ms", () => BirthAsync(fromItsReturn: true)) { Goal = Goal.AtMost(15) },
        new("Births", "new-session begins to server.connected, to its return", "ms", () => BirthAsync(fromItsReturn: false))
        {
            Baseline = BareBirthAsync,
        },
        new("Births", "kill-server begins to server.lost, to the process's end", "ms", DeathAsync) { Baseline = BareDeathAsync },
    ];

    private static Task<double> BirthAsync(bool fromItsReturn) => Servers.WithAsync(0, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 0);
        await using var follower = await here.Plane.FollowAsync();
        var born = 0;
        return await Measurement.MedianAsync(Samples, async () =>
        {
            var connected = follower.HearsAsync<ServerConnected>(_ => true);
            var start = Stopwatch.GetTimestamp();
            await StartAsync(sandbox, born++);
            start = fromItsReturn ? Stopwatch.GetTimestamp() : start;
            await connected;
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    });

    private static Task<double> BareBirthAsync() => Servers.WithAsync(0, sandbox =>
    {
        var born = 0;
        return Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(() => StartAsync(sandbox, born++)));
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

    private static Task<ProcessIdentity> StartAsync(TmuxSandbox sandbox, int born) => sandbox.StartAsync(Servers.Name(born), "user", "tail", "-f", "/dev/null");
}
