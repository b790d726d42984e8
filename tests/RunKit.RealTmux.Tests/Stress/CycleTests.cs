using System.Diagnostics;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// Servers that come and go, one name after the other, and nothing that stays of them. <c>CYCLES</c> says how many in all, <c>CYCLE_MINUTES</c>
/// how long instead.
/// </summary>
public sealed class CycleTests(ITestOutputHelper output)
{
    private const int AtOnce = 4;
    private const int Warming = 40;

    private static readonly int Cycles = Length.Of("CYCLES", usual: 80, extended: 1000);
    private static readonly double? Minutes = double.TryParse(Environment.GetEnvironmentVariable("CYCLE_MINUTES"), out var minutes) ? minutes : null;

    [Fact]
    public async Task However_many_servers_were_connected_and_lost_nothing_of_them_is_held()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var (clock, done) = (Stopwatch.StartNew(), 0);
        await CycleAsync(() => done < Warming);
        var before = await AtRestAsync();

        await CycleAsync(() => Minutes is { } limit ? clock.Elapsed.TotalMinutes < limit : done < Warming + Cycles);

        var after = await AtRestAsync();
        output.WriteLine($"{done} cycles in {clock.Elapsed.TotalSeconds:0} s; held {before} after {Warming}, {after} at the end");
        after.ShouldBeNoMoreThan(before, descriptors: 0);

        Task CycleAsync(Func<bool> goesOn) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (goesOn())
            {
                await ComeAndGoAsync(sandbox, plane, $"c{Interlocked.Increment(ref done)}");
            }
        }));

        async Task<Holding> AtRestAsync()
        {
            await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "no client of ours is left");
            plane.Forget();
            return Holding.Now();
        }
    }

    private static async Task ComeAndGoAsync(TmuxSandbox sandbox, PlaneHost plane, string name)
    {
        var process = await sandbox.StartAsync(name, options: ["tail", "-f", "/dev/null"]);
        await plane.ConnectsAsync(name);
        await sandbox.TmuxAsync(name, "kill-server");
        await Eventually.TrueAsync(() => !sandbox.Processes.Lives(process), $"{name} is dead");
        File.Delete(sandbox.Socket(name).Value);
        await Eventually.TrueAsync(async () => await plane.FindAsync(name) is null, $"{name} is forgotten");
    }
}
