using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Dialing;

/// <summary>What a release takes back, and what it leaves.</summary>
public sealed class ServerReleaseTests : DialScenario
{
    [Fact]
    public async Task A_release_leaves_the_server_as_it_was_before()
    {
        Server.Run("set-hook", "-g", "window-renamed[3]", "display-message -p user");
        var (hooks, sessions) = (Hooks, Sessions);
        var connection = await ConnectAsync();

        var released = (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.Completed>();

        released.Lines.ShouldBe(["its hooks are as they were", "exit-empty is on", "the session _rk-ctl is gone"]);
        (Hooks, Option("exit-empty"), Option(GuardCommands.SavedExitEmptyOption)).ShouldBe((hooks, "on", ""));
        Sessions.ShouldBe(sessions);
        Variable(GuardCommands.ReleasedVariable).ShouldBe("none");
        await connection.DisposeAsync();
        (Server.Clients, Server.Abandoned).ShouldBe((0, 0));
        (await DialAsync()).ShouldBeOfType<DialOutcome.Released>();
    }

    [Fact]
    public async Task A_listing_behind_a_release_does_not_guard_again()
    {
        var connection = await ConnectAsync();
        var hint = connection.NextHintAsync();
        await ReleaseAsync(connection);
        await hint.WaitAsync(Limit);

        await connection.ListAsync(CancellationToken.None).WaitAsync(Limit);
        await connection.ListAsync(CancellationToken.None).WaitAsync(Limit);

        Sessions.ShouldBe(["main"]);
        Variable(GuardCommands.ReleasedVariable).ShouldBe("none");
    }

    [Fact]
    public async Task A_listing_beside_a_release_does_not_guard_again()
    {
        for (var round = 0; round < 30; round++)
        {
            var server = Tmux.Start($"s{round}");
            var dial = await Dialer.DialAsync(new DialRequest(server.Socket, GuardPolicy.Floor), CancellationToken.None).WaitAsync(Limit);
            var connection = dial.ShouldBeOfType<DialOutcome.Connected>().Connection;
            server.Run("set-hook", "-gu", "window-renamed");
            var listing = connection.ListAsync(CancellationToken.None);
            var release = connection.ReleaseAsync(force: false, CancellationToken.None);

            await Task.WhenAll(listing, release).WaitAsync(Limit);

            (await release).ShouldBeOfType<CommandOutcome.Completed>();
            server.Sessions.Select(session => session.Name).ShouldBe(["main"]);
            server.Run("show-hooks", "-g").ShouldBe("");
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_window_that_strayed_keeps_its_session_under_another_name()
    {
        var connection = await ConnectAsync();
        Server.Session("main").End();
        Server.Run("new-window", "-d", "-n", "job", "sleep", "999");

        var released = (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.Completed>();

        released.Lines[^1].ShouldBe("the session _rk-ctl holds windows that are not RunKit's: it stays, as freed");
        Sessions.ShouldBe(["freed"]);
        Server.Session("freed").Windows.Select(window => window.Name).ShouldBe(["job"]);
        await connection.DisposeAsync();
        (await DialAsync()).ShouldBeOfType<DialOutcome.Released>().Report.State.VisibleSessions.Single().Name.ShouldBe("freed");
    }

    [Fact]
    public async Task A_release_that_would_end_an_empty_server_is_refused_unless_forced()
    {
        var connection = await ConnectAsync();
        Server.Session("main").End();

        (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("exit-empty is on");
        Sessions.ShouldBe(["_rk-ctl"]);
        Option("exit-empty").ShouldBe("off");

        (await connection.ReleaseAsync(force: true, CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<CommandOutcome.Completed>();
        await connection.Closed.WaitAsync(Limit);
        Server.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_release_that_would_end_an_unattached_server_is_refused_unless_forced()
    {
        Server.Run("set-option", "-s", "exit-empty", "off");
        Server.Run("set-option", "-s", "exit-unattached", "on");
        Server.Run("set-option", "-s", "exit-empty", "off");
        var connection = await ConnectAsync();
        Server.Run("set-option", "-s", GuardCommands.SavedExitEmptyOption, "1");

        (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("exit-unattached is on");
        Server.IsAlive.ShouldBeTrue();

        using (Server.Attach("main"))
        {
            (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.Completed>();
            Server.IsAlive.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task An_anchor_of_another_program_loses_its_mark_and_stays()
    {
        Server.AddSession("_rk-ctl");
        Server.Run("set-option", "-t", "=_rk-ctl:", AnchorNames.Default.KeepaliveOption, "1");
        var connection = await ConnectAsync();

        var released = (await ReleaseAsync(connection)).ShouldBeOfType<CommandOutcome.Completed>();

        released.Lines[^1].ShouldContain("was made by another program: it stays");
        Sessions.ShouldBe(["main", "_rk-ctl"]);
    }

    private static Task<CommandOutcome> ReleaseAsync(IServerConnection connection) =>
        connection.ReleaseAsync(force: false, CancellationToken.None).WaitAsync(Limit);
}
