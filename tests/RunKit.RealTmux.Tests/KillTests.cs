using RunKit.Tmux.Ports;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

public sealed class KillTests
{
    [Fact]
    public async Task A_kill_waits_until_the_server_is_dead_and_says_how()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        var view = await plane.ConnectsAsync("a");

        var outcome = await plane.Plane.KillAsync(new("a"), CancellationToken.None);

        outcome.ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(view.Generation);
        sandbox.Processes.Lives(server).ShouldBeFalse();
        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Killed);
        (await plane.Plane.KillAsync(new("a"), CancellationToken.None)).ShouldBeOfType<KillOutcome.AlreadyDead>();
        (await plane.Plane.KillAsync(new("nobody"), CancellationToken.None)).ShouldBeOfType<KillOutcome.UnknownServer>();
    }

    [Fact]
    public async Task A_released_server_can_still_be_killed()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");
        await plane.Plane.ReleaseAsync(new("a"), CancellationToken.None);
        await plane.BecomesAsync("a", view => view.Reason == ServerReason.Released, "a is released");

        var outcome = await plane.Plane.KillAsync(new("a"), CancellationToken.None);

        outcome.ShouldBeOfType<KillOutcome.Killed>();
        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Killed);
    }

    [Fact]
    public async Task A_stopped_server_is_not_said_to_be_dead_when_it_cannot_be_killed()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox, ("runkit.kill-timeout", "1s"));
        var server = await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");
        sandbox.Stop(server);

        var outcome = await plane.Plane.KillAsync(new("a"), CancellationToken.None);

        outcome.ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain("--force ends it with SIGKILL");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task New_starts_a_server_once_and_joins_nothing_that_lives()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var request = new NewServer(new("a"), "work", null, [], AttachOk: false);

        (await plane.Plane.NewAsync(request, CancellationToken.None)).ShouldBeOfType<CreateOutcome.Created>();
        sandbox.Server("a");
        await plane.ConnectsAsync("a");
        (await plane.Plane.NewAsync(request, CancellationToken.None)).ShouldBeOfType<CreateOutcome.AlreadyRuns>();
        (await plane.Plane.NewAsync(request with { Session = "more", AttachOk = true }, CancellationToken.None))
            .ShouldBeOfType<CreateOutcome.Joined>();

        (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "more", "work"], ignoreOrder: true);
        plane.Spawned.Count(arguments => arguments.MayStartServer).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_runs_over_the_live_connection()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        (await plane.Plane.ExecuteAsync(new("a"), ["list-sessions"], CancellationToken.None))
            .ShouldBeAssignableTo<CommandOutcome>().ShouldNotBeOfType<CommandOutcome.Unknown>();
        await plane.ConnectsAsync("a");
        var spawned = plane.Spawned.Count;

        var said = await plane.Plane.ExecuteAsync(new("a"), ["display-message", "-p", "two\nlines"], CancellationToken.None);
        var refused = await plane.Plane.ExecuteAsync(new("a"), ["no-such-command"], CancellationToken.None);

        said.ShouldBeOfType<CommandOutcome.Completed>().Lines.ShouldBe(["two", "lines"]);
        refused.ShouldBeOfType<CommandOutcome.Failed>().Words.ShouldContain("no-such-command");
        plane.Spawned.Count.ShouldBe(spawned);
    }
}
