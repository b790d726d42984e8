using System.Diagnostics;
using RunKit.Testing.Sandbox;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// The three promises under everything at once. <c>CHAOS_MINUTES</c> and <c>CHAOS_SERVERS</c> make it longer and larger, <c>CHAOS_SEED</c>
/// another; a failure names its seed and the last steps.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int StepsOfAShortRun = 60;
    private const int StepsTold = 10;
    private const int DescriptorsOfAServer = 5;

    private static readonly double? Minutes = double.TryParse(Environment.GetEnvironmentVariable("CHAOS_MINUTES"), out var minutes) ? minutes : null;
    private static readonly int Servers = int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SERVERS"), out var servers) ? servers : 6;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SEED"), out var seed) ? seed : 1;

    [Fact]
    public async Task Whatever_happens_to_many_servers_the_promises_hold()
    {
        await using var sandbox = new TmuxSandbox();
        var plane = await PlaneHost.StartAsync(sandbox);
        try
        {
            var world = new ChaosWorld(sandbox, Servers);
            var driver = new ChaosDriver(sandbox, world, () => plane, RestartAsync, new Random(Seed));
            var invariants = new ChaosInvariants(sandbox, world, () => plane);
            await RunAsync(driver, invariants);
            await EndAllAsync(sandbox, world, driver, invariants);
            (await plane.Plane.GetServersAsync(CancellationToken.None)).ShouldBeEmpty();
            await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "no process of ours is left");
        }
        finally
        {
            await plane.DisposeAsync();
        }

        async Task RestartAsync()
        {
            await plane.DisposeAsync();
            plane = await PlaneHost.StartAsync(sandbox);
        }
    }

    private async Task RunAsync(ChaosDriver driver, ChaosInvariants invariants)
    {
        var (clock, steps, told, first) = (Stopwatch.StartNew(), 0, new Queue<string>(), (Holding?)null);
        while (Minutes is { } limit ? clock.Elapsed.TotalMinutes < limit : steps < StepsOfAShortRun)
        {
            steps++;
            try
            {
                told.Enqueue($"{steps}: {await driver.ActAsync()}");
                await invariants.HoldAsync();
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException or Shouldly.ShouldAssertException)
            {
                throw new InvalidOperationException($"seed {Seed}, step {steps}: {e.Message}\nafter:\n{string.Join('\n', told.TakeLast(StepsTold))}", e);
            }

            // Once everything has been met that is loaded, compiled or kept in a buffer.
            if (steps == StepsOfAShortRun)
            {
                first = Holding.Now();
            }
        }

        output.WriteLine($"seed {Seed}: {steps} steps with {Servers} servers in {clock.Elapsed.TotalSeconds:0} s; held {first} after {StepsOfAShortRun} steps, {Holding.Now()} at the end");
        if (first is { } before)
        {
            // Three for each server that is connected now and was not then, and what is open only for a moment.
            Holding.Now().ShouldBeNoMoreThan(before, DescriptorsOfAServer * Servers);
        }
    }

    // Everybody dies and every file goes: nothing may be left of anybody.
    private static async Task EndAllAsync(TmuxSandbox sandbox, ChaosWorld world, ChaosDriver driver, ChaosInvariants invariants)
    {
        await driver.HealAsync();
        await invariants.HoldAsync();
        foreach (var name in world.Where(life => life is not null))
        {
            world.IsEnded(name);
            await sandbox.TryTmuxAsync(name, "kill-server");
        }

        await invariants.HoldAsync();
        foreach (var name in world.Names)
        {
            File.Delete(sandbox.Socket(name).Value);
        }

        await invariants.HoldAsync();
    }
}
