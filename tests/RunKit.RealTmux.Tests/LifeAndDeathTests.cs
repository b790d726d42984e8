using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

public sealed class LifeAndDeathTests
{
    [Fact]
    public async Task A_new_server_is_connected_guarded_and_no_session_counts_as_attached()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);

        await sandbox.StartAsync("a");

        var view = await plane.ConnectsAsync("a");
        (view.Guard, view.Sessions, view.Windows, view.Panes).ShouldBe((GuardState.Floor, 1, 1, 1));
        (await sandbox.TmuxAsync("a", "has-session", "-t", "=_rk-ctl")).ShouldBeEmpty();
        (await sandbox.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("off");
        (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name} #{session_attached}")).ShouldContain("user 0");
    }

    [Fact]
    public async Task A_killed_server_stays_dead_while_the_watcher_runs_and_costs_no_process()
    {
        await using var sandbox = new TmuxSandbox();
        var tmux = sandbox.MakeLoggingTmux();

        // Two milliseconds between redials: hundreds of them pass while the test looks.
        await using var plane = await PlaneHost.StartAsync(
            sandbox, ("runkit.tmux-binary", tmux.Program), ("runkit.client", "socket"), ("runkit.backoff.min", "2ms"), ("runkit.backoff.max", "2ms"));
        await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        await sandbox.TmuxAsync("a", "kill-server");

        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBeOneOf(LossCause.Exited, LossCause.Unknown);
        var calls = tmux.Calls().Count;
        await plane.BecomesAsync("a", view => view.Attempt > 1000, "a thousand redials have failed");
        tmux.Calls().Count.ShouldBe(calls);
        sandbox.IsAlive("a").ShouldBeFalse();
        (await sandbox.TryTmuxAsync("a", "list-sessions")).Error.ShouldContain("no server running");
        plane.EventsOf<ServerLost>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_born_again_under_the_same_name_is_another_generation()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        var first = await plane.ConnectsAsync("a");
        await sandbox.TmuxAsync("a", "kill-server");
        await plane.DiesAsync("a");

        await sandbox.StartAsync("a");

        var second = await plane.ConnectsAsync("a");
        second.Generation.ShouldNotBe(first.Generation);
        await plane.HearsAsync<ServerConnected>("a", times: 2);
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Servers_born_under_watch_all_live_through_their_first_dial()
    {
        // tmux before 3.7 crashes when its first session is made during a control client's handshake.
        const int starts = 30;
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);

        await Parallel.ForAsync(0, starts, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            await sandbox.StartAsync($"s{number}");
            await plane.ConnectsAsync($"s{number}");
        });

        plane.Events.OfType<ControlPlane.Events.ServerEventEnvelope>().Select(envelope => envelope.Event).OfType<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_ended_by_a_signal_has_crashed()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        await WaitingClient.StandsAsync(sandbox);
        sandbox.KillHard(server);

        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Crashed);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task A_server_lives_on_with_its_anchor_when_the_last_session_of_a_user_ends(string detachOnDestroy)
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await sandbox.TmuxAsync("a", "set-option", "-g", "detach-on-destroy", detachOnDestroy);
        await plane.ConnectsAsync("a");

        await sandbox.TmuxAsync("a", "kill-session", "-t", "=user");

        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Sessions: 0 }, "a has no visible session left");
        sandbox.Server("a").ShouldBe(server);
        (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("_rk-ctl");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_anchor_killed_by_hand_is_back(bool beside)
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");
        if (!beside)
        {
            await sandbox.TmuxAsync("a", "kill-session", "-t", "=user");
        }

        await sandbox.TmuxAsync("a", "kill-session", "-t", "=_rk-ctl");

        await Eventually.TrueAsync(
            async () => (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Contains("_rk-ctl", StringComparison.Ordinal), "the anchor is back");
        sandbox.Server("a").ShouldBe(server);
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_exit_empty_was_is_remembered_over_redials_and_put_back_on_release()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a");
        await sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", "on");
        await using (var first = await PlaneHost.StartAsync(sandbox))
        {
            await first.ConnectsAsync("a");
        }

        await using var plane = await PlaneHost.StartAsync(sandbox);
        await plane.ConnectsAsync("a");
        (await sandbox.TmuxAsync("a", "show-options", "-sv", "@rk_ctl_exit_empty")).ShouldBe("1");

        await plane.Plane.ReleaseAsync(new("a"), new(), CancellationToken.None);

        await plane.BecomesAsync("a", view => view is { Reason: ServerReason.Released, Guard: GuardState.None }, "a is released");
        (await sandbox.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("on");
        (await sandbox.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("user");
        await sandbox.TmuxAsync("a", "kill-session", "-t", "=user");
        await plane.DiesAsync("a");
    }

    [Fact]
    public async Task A_users_plain_attach_lands_in_the_users_session()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        // The attaching client needs a terminal: a pane of another server is one.
        await sandbox.StartAsync("terminal", "t", "env", "-u", "TMUX", "tmux", "-S", sandbox.Socket("a").Value, "attach");

        await Eventually.TrueAsync(
            async () => (await sandbox.TmuxAsync("a", "list-clients", "-F", "#{client_session} #{client_control_mode}")).Contains("user 0", StringComparison.Ordinal),
            "the user's client is in the user's session");
    }
}
