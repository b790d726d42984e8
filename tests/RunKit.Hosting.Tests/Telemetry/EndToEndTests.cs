using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.Hosting.Tests.Telemetry;

public sealed class EndToEndTests
{
    private static readonly ServerName Work = new("work");

    [Fact]
    public async Task The_life_of_a_real_server_is_measured_without_its_name()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();
        using var measured = new Measured(host.Services);
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(default)) is [{ Status: ServerStatus.Connected }], "it is connected");
        await plane.ExecuteAsync(Work, ["new-session", "-d"], default);
        await Eventually.TrueAsync(() => measured.Count("runkit.listing.duration", "outcome=listed") > 0, "it is listed");
        await plane.KillAsync(Work, default);
        await Eventually.TrueAsync(() => measured.Sum("runkit.server.losses", "cause=killed") > 0, "its loss is counted");

        measured.Count("runkit.dial.duration", "outcome=connected").ShouldBe(1);
        measured.Count("runkit.command.duration", "verb=exec outcome=completed").ShouldBe(1);
        measured.Count("runkit.command.duration", "verb=kill outcome=killed").ShouldBe(1);
        measured.Sum("runkit.events", "").ShouldBeGreaterThan(2);
        measured.Tags.ShouldAllBe(tag => !tag.Contains("work"));
        measured.Tags.Select(tag => tag.Split('=')[0]).Distinct().Except(["status", "outcome", "cause", "verb"], StringComparer.Ordinal).ShouldBeEmpty();
        await Eventually.TrueAsync(() => measured.Servers("connected") == 0, "nothing is connected any more");
        await host.StopAsync();
    }
}
