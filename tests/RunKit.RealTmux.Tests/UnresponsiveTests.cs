using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

public sealed class UnresponsiveTests
{
    [Fact]
    public async Task A_server_stopped_while_connected_is_unresponsive_never_dead_and_comes_back()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await sandbox.StartAsync("b");
        await plane.ConnectsAsync("a");
        await plane.ConnectsAsync("b");

        sandbox.Stop(server);

        await plane.BecomesAsync("a", IsUnresponsive, "a is unresponsive");
        await plane.ConnectsAsync("b");
        plane.EventsOf<ServerUnreachable>("a").Single().Reason.ShouldBe(UnreachableReason.Unresponsive);
        plane.EventsOf<ServerUnreachable>("b").ShouldBeEmpty();

        sandbox.Continue(server);

        await plane.ConnectsAsync("a");
        await plane.HearsAsync<ServerReachable>("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_stopped_before_the_plane_starts_is_unresponsive_and_its_backlog_is_left_alone()
    {
        await using var sandbox = new TmuxSandbox();
        var server = await sandbox.StartAsync("a");
        await sandbox.StartAsync("b");
        sandbox.Stop(server);
        await using var plane = await PlaneHost.StartAsync(sandbox, ("runkit.backoff.max", "250ms"));

        await plane.BecomesAsync("a", IsUnresponsive, "a is unresponsive");
        await plane.ConnectsAsync("b");
        plane.Spawned.ShouldNotContain(arguments => arguments.Words.Contains(sandbox.Socket("a").Value));

        // The backlog takes 128 connections: had every look connected, none would be left for the server's users.
        await plane.BecomesAsync("a", view => view.Attempt > 3, "three more looks have been taken");
        for (var i = 0; i < 120; i++)
        {
            SocketProbe.Probe(sandbox.Socket("a")).ShouldBeOfType<ProbeVerdict.Alive>();
        }

        sandbox.Continue(server);

        await plane.ConnectsAsync("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    private static bool IsUnresponsive(ServerView view) => view.Reason == ServerReason.Unresponsive;
}
