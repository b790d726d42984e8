using RunKit.Testing.Sandbox;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Spawning;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Fire;

/// <summary>The first promise, raced: what is killed stays dead. <c>RACE_KILLS</c> makes it longer, <c>RACE_SEED</c> another.</summary>
public sealed class KillRaceTests(ITestOutputHelper output)
{
    private const int MostKillsUntilCaught = 40;

    private static readonly int Kills = Length.Of("RACE_KILLS", usual: 200, extended: 2000);
    private static readonly int Seed = Length.Number("RACE_SEED") ?? 1;

    [Theory]
    [InlineData(DialTransport.Auto)]
    [InlineData(DialTransport.Process)]
    public async Task No_server_that_was_killed_during_its_dial_lives_again(DialTransport transport)
    {
        await using var sandbox = new TmuxSandbox();
        var race = new KillRace(sandbox, Seed, startsProcesses: transport == DialTransport.Process);
        using var spawner = new TmuxSpawner(arguments => race.OnSpawn(Path.GetFileName(arguments.Words[arguments.Words.IndexOf("-S") + 1])));
        using var dialer = new ProcessDialer(spawner, new TmuxBinary(), DialSettings.Default with { Transport = transport }, TimeProvider.System);

        var report = await race.RunAsync(dialer, Kills);

        output.WriteLine($"{transport}, seed {Seed}: {report}");
        report.Raised.ShouldBeEmpty();
        report.Undead.ShouldBeEmpty();
        report.Kills.ShouldBe(Kills);
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "no client is left");
    }

    [Fact]
    public async Task The_same_race_catches_a_dialer_that_probes_and_then_starts_tmux_without_N()
    {
        await using var sandbox = new TmuxSandbox();
        var race = new KillRace(sandbox, Seed, startsProcesses: true);

        var report = await race.RunAsync(new CarelessDialer(sandbox, race), MostKillsUntilCaught, untilRaised: true);

        output.WriteLine($"seed {Seed}: {report}");
        report.Raised.ShouldNotBeEmpty($"{report}");
    }
}
