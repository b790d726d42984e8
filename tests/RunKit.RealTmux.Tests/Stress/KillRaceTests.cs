using RunKit.Testing.Sandbox;
using RunKit.Actors.Dialing;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Launching;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>The first promise, raced: what is killed stays dead. <c>RACE_KILLS</c> makes it longer, <c>RACE_SEED</c> another.</summary>
public sealed class KillRaceTests(ITestOutputHelper output)
{
    private const int MostKillsUntilCaught = 40;

    private static readonly int Kills = Length.Of("RACE_KILLS", usual: 200, extended: 2000);
    private static readonly int Seed = Length.Number("RACE_SEED") ?? 1;

    [Theory]
    [InlineData(TmuxClientKind.Socket)]
    [InlineData(TmuxClientKind.Process)]
    public async Task No_server_that_was_killed_during_its_dial_lives_again(TmuxClientKind kind)
    {
        await using var sandbox = new TmuxSandbox();
        var race = new KillRace(sandbox, Seed, startsProcesses: kind == TmuxClientKind.Process);
        using var dialer = new ServerDialer(Client(kind, race), new SocketProbe(), new ProcessTable(), DialSettings.Default, TimeProvider.System);

        var report = await race.RunAsync(dialer, Kills);

        output.WriteLine($"{kind}, seed {Seed}: {report}");
        report.Raised.ShouldBeEmpty();
        report.Undead.ShouldBeEmpty();
        report.Kills.ShouldBe(Kills);
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "no client is left");
    }

    private static ITmuxClient Client(TmuxClientKind kind, KillRace race) => kind == TmuxClientKind.Socket
        ? new SocketTmuxClient(TimeProvider.System)
        : new CliWrapTmuxClient(
            new TmuxSpawner(arguments => race.OnSpawn(Path.GetFileName(arguments.Words[arguments.Words.IndexOf("-S") + 1]))), new TmuxBinary(), TimeProvider.System);

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
