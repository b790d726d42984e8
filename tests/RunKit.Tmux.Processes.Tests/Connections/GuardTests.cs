using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class GuardTests(DialTransport transport) : BenchTests(transport)
{
    [Fact]
    public async Task The_floor_keeps_the_server_when_its_last_session_ends()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "kill-session", "-t", "=user");
        await connection.DisposeAsync();
        (await Bench.SessionsAsync("a")).ShouldBe(["_rk-ctl"]);
        await Sandbox.TmuxAsync("a", "kill-session", "-t", "=_rk-ctl");
        Sandbox.Server("a").ShouldBe(server);
        (await Bench.ConnectAsync("a")).Report.MadeAnchor.ShouldBeTrue();
    }

    [Theory]
    [InlineData("on", "1")]
    [InlineData("off", "0")]
    public async Task What_exit_empty_was_is_remembered_once_over_all_dials(string users, string saved)
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", users);
        for (var i = 0; i < 3; i++)
        {
            await (await Bench.ConnectAsync("a")).DisposeAsync();
            (await Bench.OptionAsync("a", "exit-empty")).ShouldBe("off");
            (await Bench.OptionAsync("a", DialScript.SavedExitEmptyOption)).ShouldBe(saved);
        }
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task A_release_puts_back_what_was_and_every_later_dial_stays_away(string users)
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", users);
        var connection = await Bench.ConnectAsync("a");
        await ReleaseAsync(connection);

        (await Bench.OptionAsync("a", "exit-empty")).ShouldBe(users);
        (await Bench.OptionAsync("a", DialScript.SavedExitEmptyOption)).ShouldBeEmpty();
        (await Bench.OptionAsync("a", DialScript.GuardOption)).ShouldBe("none");
        (await Bench.SessionsAsync("a")).ShouldBe(["user"]);

        var released = (await Bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Released>().Report;
        released.Process.ShouldBe(Sandbox.Server("a"));
        released.Guard.ShouldBe(GuardState.None);
        released.State.Sessions.Values.Select(session => session.Name).ShouldBe(["user"]);
        (await Bench.SessionsAsync("a")).ShouldBe(["user"]);
        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0 && Sandbox.Connections() == 0, "no client is left");
    }

    [Fact]
    public async Task A_server_that_was_released_can_be_guarded_again()
    {
        await Bench.StartAsync("a");
        await ReleaseAsync(await Bench.ConnectAsync("a"));
        var connection = await Bench.ConnectAsync("a", reguard: true);
        connection.Report.Guard.ShouldBe(GuardState.Floor);
        (await Bench.OptionAsync("a", DialScript.GuardOption)).ShouldBeEmpty();
        (await Bench.OptionAsync("a", DialScript.SavedExitEmptyOption)).ShouldBe("1");
        await connection.DisposeAsync();
        (await Bench.ConnectAsync("a")).Report.Guard.ShouldBe(GuardState.Floor);
    }

    [Fact]
    public async Task A_released_server_without_sessions_is_released_all_the_same()
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", "off", ";", "set-option", "-s", DialScript.GuardOption, "none", ";", "kill-session", "-a");
        await Sandbox.TmuxAsync("a", "kill-session", "-t", "=user");
        (await Bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Released>().Report.State.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_observer_leaves_nothing_behind()
    {
        await Bench.StartAsync("a");
        var before = await Sandbox.TmuxAsync("a", "show-options", "-s");
        var connection = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        connection.Report.Guard.ShouldBe(GuardState.Observe);
        connection.Report.AnchorIsKept.ShouldBeFalse();
        (await Sandbox.TmuxAsync("a", "show-options", "-s")).ShouldBe(before);
        await connection.DisposeAsync();
        await Eventually.TrueAsync(async () => (await Bench.SessionsAsync("a")) is ["user"], "the anchor is gone");
        (await Sandbox.TmuxAsync("a", "show-options", "-s")).ShouldBe(before);
    }

    [Fact]
    public async Task An_observer_may_leave_while_others_come_and_go()
    {
        // tmux 3.3a crashes in about one of twenty such goodbyes when the anchor is left to destroy-unattached.
        var server = await Bench.StartAsync("a");
        for (var i = 0; i < 15; i++)
        {
            var connection = await Bench.ConnectAsync("a", GuardPolicy.Observe);
            var goodbye = connection.DisposeAsync().AsTask();
            while (!goodbye.IsCompleted)
            {
                // To the server this is a client that comes and goes.
                Bench.Dialer.Probe(Sandbox.Socket("a"));
                await Task.WhenAny(goodbye, Task.Delay(1));
            }
        }

        Sandbox.Server("a").ShouldBe(server);
        (await Bench.SessionsAsync("a")).ShouldBe(["user"]);
    }

    [Fact]
    public async Task An_observer_that_leaves_first_does_not_end_the_others_connection()
    {
        await Bench.StartAsync("a");
        var first = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        var second = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        await first.DisposeAsync();
        (await second.ExecuteAsync(new TmuxCommand("display-message", "-p", "here"), CancellationToken.None))
            .ShouldBe(new CommandOutcome.Completed(["here"]));
        await second.DisposeAsync();
        await Eventually.TrueAsync(async () => (await Bench.SessionsAsync("a")) is ["user"], "the anchor is gone");
    }

    [Fact]
    public async Task An_observer_that_sits_in_a_users_session_leaves_it_as_it_is()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        await connection.ExecuteAsync(new TmuxCommand("switch-client", "-t", "=user:"), CancellationToken.None);
        await Eventually.TrueAsync(async () => (await Bench.SessionsAsync("a")) is ["user"], "the anchor is gone");
        await connection.DisposeAsync();
        (await connection.EndAsync()).ShouldBe(new ConnectionEnd(SawExit: true, ExitReason: null, "%exit"));
        (await Bench.SessionsAsync("a")).ShouldBe(["user"]);
    }

    [Fact]
    public async Task A_release_does_not_touch_a_session_that_is_merely_named_alike()
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "new-session", "-d", "-s", "_rk-ctl2", "tail", "-f", "/dev/null");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "rename-session", "-t", "=_rk-ctl:", "x");
        foreach (var command in DialScript.Release(AnchorNames.Default))
        {
            await connection.ExecuteAsync(command, CancellationToken.None);
        }

        (await Bench.SessionsAsync("a")).ShouldBe(["_rk-ctl2", "user", "x"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_observers_server_ends_as_its_user_expects_once_the_anchor_goes()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        await Sandbox.TmuxAsync("a", "kill-session", "-t", "=user");
        await connection.ExecuteAsync(new TmuxCommand("kill-session", "-t", "_rk-ctl:"), CancellationToken.None);
        (await connection.EndAsync()).SawExit.ShouldBeTrue();
        await Eventually.TrueAsync(() => !Sandbox.Processes.Lives(server), "the server is gone");
    }

    [Fact]
    public async Task An_observer_never_takes_down_somebody_elses_floor()
    {
        await Bench.StartAsync("a");
        await (await Bench.ConnectAsync("a")).DisposeAsync();
        var observer = await Bench.ConnectAsync("a", GuardPolicy.Observe);
        observer.Report.AnchorIsKept.ShouldBeTrue();
        await observer.DisposeAsync();
        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0 && Sandbox.Connections() == 0, "no client is left");
        (await Bench.SessionsAsync("a")).ShouldBe(["_rk-ctl", "user"], ignoreOrder: true);
        (await Sandbox.TmuxAsync("a", "show-options", "-t", "_rk-ctl:", "-v", "destroy-unattached")).ShouldBe("off");
    }

    [Fact]
    public async Task The_users_hooks_may_print_and_fail_without_disturbing_a_dial()
    {
        await Bench.StartAsync("a");
        foreach (var hook in new[] { "after-list-panes", "after-new-session", "after-set-option", "after-display-message", "session-created", "client-attached" })
        {
            await Sandbox.TmuxAsync("a", "set-hook", "-g", hook, $"display-message -p 'R {hook}' ; kill-pane -t nowhere");
        }

        var connection = await Bench.ConnectAsync("a");
        (await connection.ListAsync(CancellationToken.None)).ShouldBeOfType<ListOutcome.Listed>().State.Sessions.Count.ShouldBe(2);
        (await connection.ExecuteAsync(new TmuxCommand("display-message", "-p", "mine"), CancellationToken.None))
            .ShouldBe(new CommandOutcome.Completed(["mine"]));
    }

    private static async Task ReleaseAsync(IServerConnection connection)
    {
        foreach (var command in DialScript.Release(AnchorNames.Default))
        {
            var outcome = await connection.ExecuteAsync(command, CancellationToken.None);
            outcome.ShouldNotBeOfType<CommandOutcome.Failed>(command.ToString());
        }

        (await connection.EndAsync()).ExitReason.ShouldBeNull();
        await connection.DisposeAsync();
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessGuardTests() : GuardTests(DialTransport.Process);

/// <summary>Over the server's own socket.</summary>
public sealed class SocketGuardTests() : GuardTests(DialTransport.Auto);
