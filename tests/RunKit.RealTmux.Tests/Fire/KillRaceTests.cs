using RunKit.Testing.Sandbox;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Spawning;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Fire;

/// <summary>The first promise, raced: what is killed stays dead. <c>RACE_KILLS</c> makes it longer, <c>RACE_SEED</c> another.</summary>
public sealed class KillRaceTests(ITestOutputHelper output)
{
    private const int MostKillsUntilCaught = 500;

    private static readonly int Kills = Number("RACE_KILLS", 400);
    private static readonly int Seed = Number("RACE_SEED", 1);

    [Theory]
    [InlineData(DialTransport.Auto)]
    [InlineData(DialTransport.Process)]
    public async Task No_server_that_was_killed_during_its_dial_lives_again(DialTransport transport)
    {
        await using var sandbox = new TmuxSandbox();
        var race = new KillRace(sandbox, Seed);
        using var spawner = new TmuxSpawner(arguments => race.OnSpawn(Path.GetFileName(arguments.Words[arguments.Words.IndexOf("-S") + 1])));
        using var dialer = new ProcessDialer(spawner, new TmuxBinary(), DialSettings.Default with { Transport = transport }, TimeProvider.System);

        var report = await race.RunAsync(dialer, Kills);

        output.WriteLine($"{transport}, seed {Seed}: {report}");
        report.Raised.ShouldBeEmpty();
        report.Undead.ShouldBeEmpty();
        report.Kills.ShouldBe(Kills);
        (report.Between * 20).ShouldBeGreaterThanOrEqualTo(report.Kills, $"too few kills fell between probe and attachment: {report}");
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "no client is left");
    }

    [Fact]
    public async Task The_same_race_catches_a_dialer_that_probes_and_then_starts_tmux_without_N()
    {
        await using var sandbox = new TmuxSandbox();
        var race = new KillRace(sandbox, Seed);

        var report = await race.RunAsync(new CarelessDialer(sandbox, race), MostKillsUntilCaught, untilRaised: true);

        output.WriteLine($"seed {Seed}: {report}");
        report.Raised.ShouldNotBeEmpty($"{report}");
    }

    private static int Number(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : usual;
}
