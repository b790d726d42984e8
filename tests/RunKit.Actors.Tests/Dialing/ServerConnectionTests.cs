using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Dialing;

/// <summary>What stands between RunKit and a server, on a fake tmux.</summary>
public sealed class ServerConnectionTests : DialScenario
{
    [Fact]
    public async Task A_change_is_hinted_at_and_in_the_next_listing()
    {
        var connection = await ConnectAsync();
        var hint = connection.NextHintAsync();
        hint.IsCompleted.ShouldBeFalse();

        Server.AddSession("work");

        await hint.WaitAsync(Limit);
        (await ListAsync(connection)).State.Sessions.Values.Select(session => session.Name).ShouldContain("work");
    }

    [Fact]
    public async Task A_listing_is_no_hint_at_itself()
    {
        var connection = await ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await ListAsync(connection);
        }

        var hint = connection.NextHintAsync();
        (await connection.ExecuteAsync(TmuxCommandLine.Of("list-sessions", "-F", "x"), "", null, CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<CommandOutcome.Completed>();

        hint.IsCompleted.ShouldBeFalse();
        (Server.Clients, Server.Abandoned).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_stopped_server_is_sent_nothing_and_what_helps_is_said()
    {
        var connection = await ConnectAsync();
        Server.Stall();

        var outcome = await connection.ExecuteAsync(TmuxCommandLine.Of("kill-session", "-t", "=main"), "", null, CancellationToken.None).WaitAsync(Limit);

        outcome.ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain($"kill -CONT {Server.Process.Pid}");
        Server.Resume();
        (await ListAsync(connection)).State.Sessions.Values.Select(session => session.Name).ShouldContain("main");
    }

    [Fact]
    public async Task No_change_is_lost_however_it_falls_between_listings()
    {
        var connection = await ConnectAsync();
        var random = new Random(5);
        var window = Server.Session("main").Window;
        for (var round = 0; round < 300; round++)
        {
            var hint = connection.NextHintAsync();
            var changes = Task.Run(() =>
            {
                for (var change = random.Next(1, 5); change > 0; change--)
                {
                    window.Rename($"w{round}-{change}");
                }
            });
            await hint.WaitAsync(Limit);
            var seen = (await ListAsync(connection)).State.Windows[window.Id].Name;
            await changes;
            while (seen != window.Name)
            {
                await connection.NextHintAsync().WaitAsync(Limit);
                seen = (await ListAsync(connection)).State.Windows[window.Id].Name;
            }
        }
    }

    [Fact]
    public async Task Hooks_that_were_wiped_are_put_back()
    {
        var connection = await ConnectAsync();
        var hooks = Hooks;
        Server.Run("set-hook", "-g", "session-created", "display-message -p user");
        Server.Run("set-hook", "-gu", "window-renamed");

        await ListUntilItWaitsAsync(connection);

        Hooks.Split('\n').Where(line => line != "session-created[0] display-message -p user").ShouldBe(hooks.Split('\n'));
    }

    [Fact]
    public async Task What_a_user_takes_away_for_ever_is_not_fought_for()
    {
        var connection = await ConnectAsync();
        Server.On("set-hook", _ => new FakeReply(null));
        Server.On("new-session", _ => new FakeReply(null));
        Server.Session("_rk-ctl").End();
        await connection.NextHintAsync().WaitAsync(Limit);

        var before = Anchors();

        for (var listing = 0; listing < 20; listing++)
        {
            await ListAsync(connection);
        }

        (Anchors() - before).ShouldBe(3);

        int Anchors() => Tmux.Ran.Count(run => run.Line.Words.Contains("new-sessio"));
    }

    [Fact]
    public async Task An_anchor_that_was_renamed_gets_its_name_back()
    {
        var connection = await ConnectAsync();
        Server.Run("rename-session", "-t", "=_rk-ctl:", "mine");

        await ListUntilItWaitsAsync(connection);

        Sessions.ShouldBe(["main", "_rk-ctl"]);
    }

    [Fact]
    public async Task A_window_that_strayed_into_the_anchor_goes_home_and_that_is_told()
    {
        var connection = await ConnectAsync();
        Server.Run("new-window", "-d", "-n", "job", "sleep", "999");
        Server.Session("_rk-ctl").Windows.Count.ShouldBe(2);

        var listed = await ListAsync(connection);

        var strayed = listed.Events.Single().ShouldBeOfType<WindowStrayed>();
        (strayed.Name, strayed.Pane, strayed.MovedTo).ShouldBe(("job", null, Server.Session("main").Id));
        Server.Session("main").Windows.Select(window => window.Name).ShouldBe(["bash", "job"]);
        Server.Session("_rk-ctl").Windows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_pane_that_strayed_into_the_anchors_window_goes_home_as_a_window()
    {
        var connection = await ConnectAsync();
        Server.Run("split-window", "vi");
        var pane = Server.Session("_rk-ctl").Window.Pane.Id;

        var listed = await ListAsync(connection);

        var strayed = listed.Events.Single().ShouldBeOfType<WindowStrayed>();
        (strayed.Name, strayed.Pane).ShouldBe(("vi", pane));
        Server.Session("main").Windows[^1].Pane.Id.ShouldBe(pane);
        Server.Session("_rk-ctl").Window.Panes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_strayed_stays_where_there_is_no_session_of_the_users()
    {
        var connection = await ConnectAsync();
        Server.Session("main").End();
        Server.Run("new-window", "-d", "sleep", "999");

        var listed = await ListUntilItWaitsAsync(connection);

        listed.Events.ShouldBeEmpty();
        Server.Session("_rk-ctl").Windows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_anchor_that_was_killed_is_made_anew()
    {
        var connection = await ConnectAsync();
        Server.Session("_rk-ctl").End();

        var state = (await ListUntilItWaitsAsync(connection)).State;

        Sessions.ShouldBe(["main", "_rk-ctl"]);
        AnchorRules.From(state, AnchorNames.Default).IsOursAlone.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_told_to_end_has_exited()
    {
        var connection = await ConnectAsync();

        Server.Kill();

        var end = await connection.Closed.WaitAsync(Limit);
        Loss.From(killRequested: false, end, new ProbeVerdict.Refused()).Cause.ShouldBe(LossCause.Exited);
    }

    [Fact]
    public async Task A_server_that_ends_without_a_word_has_crashed()
    {
        var connection = await ConnectAsync();

        Server.Crash();

        var end = await connection.Closed.WaitAsync(Limit);
        Loss.From(killRequested: false, end, new ProbeVerdict.Refused()).Cause.ShouldBe(LossCause.Crashed);
    }

    [Fact]
    public async Task A_listing_right_behind_a_crash_does_not_hide_it()
    {
        var connection = await ConnectAsync();

        Server.Crash();
        (await connection.ListAsync(CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<ListOutcome.Failed>();

        var end = await connection.Closed.WaitAsync(Limit);
        Loss.From(killRequested: false, end, new ProbeVerdict.Refused()).Cause.ShouldBe(LossCause.Crashed);
    }

    [Fact]
    public async Task The_end_of_a_server_between_two_waits_has_no_known_cause()
    {
        var connection = await ConnectAsync();
        var hint = connection.NextHintAsync();
        Server.Run("rename-session", "-t", "=main:", "other");
        await hint.WaitAsync(Limit);

        Server.Crash();

        var end = await connection.Closed.WaitAsync(Limit);
        Loss.From(killRequested: false, end, new ProbeVerdict.Refused()).Cause.ShouldBe(LossCause.Unknown);
    }

    [Fact]
    public async Task Nothing_is_sent_to_another_server_on_the_same_path()
    {
        var connection = await ConnectAsync();
        Server.RemoveSocket();
        var other = Tmux.Start("a", "other");

        var executed = await connection.ExecuteAsync(TmuxCommands.KillServer, "", null, CancellationToken.None).WaitAsync(Limit);

        executed.ShouldBeOfType<CommandOutcome.NotSent>();
        other.IsAlive.ShouldBeTrue();
        (await connection.ListAsync(CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<ListOutcome.Failed>();
        (await connection.Closed.WaitAsync(Limit)).ProcessEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_is_released_by_another_program_is_not_guarded_again()
    {
        var connection = await ConnectAsync();
        foreach (var name in HintHooks.Names)
        {
            Server.Run("set-hook", "-gu", $"{name}[7117]");
        }

        Server.Run("set-environment", "-gh", GuardCommands.ReleasedVariable, "none");
        Server.Session("_rk-ctl").End();
        await ListAsync(connection);

        await connection.Closed.WaitAsync(Limit);
        Sessions.ShouldBe(["main"]);
        Should.Throw<InvalidOperationException>(() => Server.Session("_rk-ctl"));
    }

    [Fact]
    public async Task Garbage_in_a_listing_is_a_failed_listing_and_costs_no_connection()
    {
        var connection = await ConnectAsync();
        Server.Babble([0xff, 0x00, 0x1b, (byte)'%', (byte)'\n']);

        (await connection.ListAsync(CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<ListOutcome.Failed>();

        (await ListAsync(connection)).State.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_silent_server_is_asked_once_and_closing_takes_two_seconds_at_most()
    {
        var connection = await ConnectAsync();
        Server.Hang();
        var listing = connection.ListAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => Server.Clients == 2, "the wait is to be ended");

        await connection.DisposeAsync().AsTask().WaitAsync(Limit);

        listing.IsCompletedSuccessfully.ShouldBeFalse();
        Server.Resume();
        Server.IsAlive.ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_put_into_the_queue_of_a_stopped_server_at_the_end()
    {
        var connection = await ConnectAsync();
        Server.Stall();
        var ran = Ran;

        await connection.DisposeAsync().AsTask().WaitAsync(Limit);

        Ran.ShouldBe(ran);
        Server.Abandoned.ShouldBe(1);
        Server.Resume();
        Server.Run("new-window", "-d");
        Server.Abandoned.ShouldBe(0);
    }

    [Fact]
    public async Task Input_reaches_the_command_that_asks_for_it()
    {
        var connection = await ConnectAsync();

        var loaded = await connection.ExecuteAsync(TmuxCommands.LoadBuffer("b"), "", "text\n"u8.ToArray(), CancellationToken.None).WaitAsync(Limit);
        var refused = await connection.ExecuteAsync(TmuxCommands.LoadBuffer("c"), "", null, CancellationToken.None).WaitAsync(Limit);

        loaded.ShouldBeOfType<CommandOutcome.Completed>();
        refused.ShouldBeOfType<CommandOutcome.Failed>();
        Server.Run("show-buffer", "-b", "b").ShouldBe("text");
    }

    [Fact]
    public async Task A_command_that_waits_holds_nobody_up()
    {
        var connection = await ConnectAsync();
        var waiting = connection.ExecuteAsync(TmuxCommands.WaitFor("mine"), "", null, CancellationToken.None);
        await Eventually.TrueAsync(() => Server.Clients == 2, "it waits");

        (await connection.ExecuteAsync(TmuxCommandLine.Of("list-sessions", "-F", "x"), "", null, CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<CommandOutcome.Completed>();
        waiting.IsCompleted.ShouldBeFalse();
        await connection.ExecuteAsync(TmuxCommands.Signal("mine"), "", null, CancellationToken.None).WaitAsync(Limit);

        (await waiting.WaitAsync(Limit)).ShouldBeOfType<CommandOutcome.Completed>();
    }
}
