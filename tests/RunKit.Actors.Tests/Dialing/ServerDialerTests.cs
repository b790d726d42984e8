using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Tests.Dialing;

public sealed class ServerDialerTests : DialScenario
{
    [Fact]
    public async Task A_first_dial_makes_the_anchor_and_the_hooks_and_leaves_one_client_that_waits()
    {
        var connection = await ConnectAsync();

        Sessions.ShouldBe(["main", "_rk-ctl"]);
        Option("exit-empty").ShouldBe("off");
        Hooks.Split('\n').ShouldBe(HintHooks.Names.Order(StringComparer.Ordinal).Select(name => $"{name}[7117] wait-fo -S rk-hint"));
        (Server.Clients, Server.Abandoned).ShouldBe((1, 0));
        var report = connection.Report;
        (report.Generation, report.Process, report.Version, report.Guard).ShouldBe((Server.Generation, Server.Process, "3.3a", GuardState.Floor));
        AnchorRules.From(report.State, AnchorNames.Default).IsOursAlone.ShouldBeTrue();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_redial_of_an_established_server_is_one_command_line()
    {
        await (await ConnectAsync()).DisposeAsync();
        var before = Ran;

        (await DialAsync()).ShouldBeOfType<DialOutcome.Connected>();

        (Ran - before).ShouldBe(1);
        Sessions.ShouldBe(["main", "_rk-ctl"]);
    }

    [Fact]
    public async Task Closing_ends_the_waiting_client_in_order_and_leaves_the_guard()
    {
        var connection = await ConnectAsync();

        await connection.DisposeAsync().AsTask().WaitAsync(Limit);

        (Server.Clients, Server.Abandoned).ShouldBe((0, 0));
        Sessions.ShouldBe(["main", "_rk-ctl"]);
        connection.Closed.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Observing_sets_nothing_and_leaves_nobody_waiting()
    {
        var hooks = Hooks;

        var connection = await ConnectAsync(GuardPolicy.Observe);
        await ListAsync(connection);
        await ListAsync(connection);

        connection.Report.Guard.ShouldBe(GuardState.Observe);
        Sessions.ShouldBe(["main"]);
        (Hooks, Option("exit-empty")).ShouldBe((hooks, "on"));
        Server.Clients.ShouldBe(0);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_marked_as_released_is_left_alone_until_it_is_to_be_guarded_again()
    {
        Server.Run("set-environment", "-gh", GuardCommands.ReleasedVariable, "none");

        (await DialAsync()).ShouldBeOfType<DialOutcome.Released>().Report.Generation.ShouldBe(Server.Generation);
        Sessions.ShouldBe(["main"]);
        await Eventually.TrueAsync(() => Server.Clients == 0, "no client is left");

        (await DialAsync(reguard: true)).ShouldBeOfType<DialOutcome.Connected>().Connection.Report.Guard.ShouldBe(GuardState.Floor);
        Variable(GuardCommands.ReleasedVariable).ShouldBe("");
    }

    [Fact]
    public async Task A_dead_server_is_dead_and_nothing_is_sent_to_it()
    {
        Server.Kill();

        (await DialAsync()).ShouldBeOfType<DialOutcome.ServerDead>().Verdict.ShouldBeOfType<ProbeVerdict.Refused>();

        Ran.ShouldBe(0);
        Tmux.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_without_a_socket_has_vanished_while_its_process_lives()
    {
        Server.RemoveSocket();

        (await DialAsync(known: Server.Process)).ShouldBeOfType<DialOutcome.Vanished>();
        (await DialAsync()).ShouldBeOfType<DialOutcome.ServerDead>().Verdict.ShouldBeOfType<ProbeVerdict.Absent>();

        Ran.ShouldBe(0);
    }

    [Fact]
    public async Task A_stopped_server_is_unresponsive_and_nothing_is_sent_to_it()
    {
        Server.Stall();

        (await DialAsync()).ShouldBeOfType<DialOutcome.Unresponsive>().Stopped.ShouldBeTrue();
        (await DialAsync(known: Server.Process)).ShouldBeOfType<DialOutcome.Unresponsive>().Stopped.ShouldBeTrue();

        Ran.ShouldBe(0);
    }

    [Fact]
    public async Task A_dial_that_nobody_claims_is_closed_when_it_is_cancelled_and_leaves_no_waiter()
    {
        using var dial = new CancellationTokenSource();
        var connection = (await DialAsync(cancellationToken: dial.Token)).ShouldBeOfType<DialOutcome.Connected>().Connection;

        await dial.CancelAsync();

        await connection.Closed.WaitAsync(Limit);
        connection.TryClaim().ShouldBeFalse();
        (Server.Clients, Server.Abandoned).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_dial_that_is_cancelled_while_the_server_hangs_ends()
    {
        Server.Hang();
        using var dial = new CancellationTokenSource();
        var outcome = DialAsync(cancellationToken: dial.Token);
        await Eventually.TrueAsync(() => Ran == 1, "the dial is on its way");

        await dial.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => outcome);
        await Eventually.TrueAsync(() => Server.Clients == 0, "no client is left");
    }

    [Fact]
    public async Task A_server_on_which_new_sessions_would_be_fatal_gets_its_anchor_and_keeps_its_setting()
    {
        Server.Run("set-option", "-gw", "window-size", "manual");

        var connection = await ConnectAsync();

        Server.IsAlive.ShouldBeTrue();
        Sessions.ShouldBe(["main", "_rk-ctl"]);
        Server.Run("show-options", "-gwv", "window-size").ShouldBe("manual");
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_users_session_with_the_anchors_name_is_the_users()
    {
        Server.AddSession("_rk-ctl");

        var connection = await ConnectAsync();

        Sessions.ShouldBe(["main", "_rk-ctl", "_rk-ctl-2"]);
        AnchorRules.From(connection.Report.State, AnchorNames.Default).Session!.Name.ShouldBe("_rk-ctl-2");
        connection.Report.State.VisibleSessions.Select(session => session.Name).ShouldBe(["main", "_rk-ctl"]);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_guards_a_server_is_tried_a_few_times_and_no_more()
    {
        Server.On("new-session", _ => FakeReply.Refuse("create session failed: no pty"));

        (await DialAsync()).ShouldBeOfType<DialOutcome.Failed>().Detail.ShouldContain("does not stay in place");

        Ran.ShouldBeLessThan(20);
        await Eventually.TrueAsync(() => Server.Clients == 0, "no client is left");
    }

    [Fact]
    public async Task What_an_earlier_plane_left_waiting_is_freed()
    {
        using var gone = new CancellationTokenSource();
        var left = Tmux.Client.RunAsync(
            new(Server.Socket, Server.Process), TmuxCommands.WaitFor(HintHooks.Channel), TmuxRunOptions.Default, gone.Token);
        await gone.CancelAsync();
        await left.WaitAsync(Limit);
        Server.Abandoned.ShouldBe(1);

        var connection = await ConnectAsync();

        (Server.Clients, Server.Abandoned).ShouldBe((1, 0));
        await connection.DisposeAsync();
    }
}
