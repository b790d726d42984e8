using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Testing.Time;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Testing.Tests.InMemory;

public sealed class FakeTmuxTests
{
    private static readonly ServerName A = new("a");

    [Fact]
    public async Task What_is_changed_by_hand_is_told()
    {
        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        var server = tmux.Start("a");
        await plane.ConnectsAsync("a");

        var session = server.AddSession("work");
        var window = session.AddWindow("edit");
        var pane = window.AddPane();
        await plane.HearsAsync<PaneAdded>("a", times: 3);
        pane.Close();
        await plane.HearsAsync<PaneRemoved>("a");
        window.Rename("write");
        await plane.HearsAsync<WindowRenamed>("a");
        session.Rename("play");
        await plane.HearsAsync<SessionRenamed>("a");
        window.Close();
        await plane.HearsAsync<WindowRemoved>("a");
        session.End();
        await plane.HearsAsync<SessionRemoved>("a");

        plane.EventsOf<PaneRemoved>("a")[0].Pane.ShouldBe(pane.Id);
        plane.EventsOf<WindowRenamed>("a").Single().Name.ShouldBe("write");
        plane.EventsOf<SessionRemoved>("a").Single().Name.ShouldBe("play");
    }

    [Fact]
    public async Task A_command_that_tmux_does_not_have_is_refused_in_its_words()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a");

        Should.Throw<InvalidOperationException>(() => server.Run("bogus")).Message.ShouldContain("unknown command: bogus");
        Should.Throw<InvalidOperationException>(() => server.Run("kill-")).Message.ShouldContain("ambiguous command: kill-, could be: kill-pane, kill-server");
        Should.Throw<InvalidOperationException>(() => server.Run("rename-session", "-t", "=nowhere", "x")).Message.ShouldContain("can't find session: nowhere");
    }

    [Fact]
    public async Task A_command_that_the_fake_does_not_have_fails_and_is_not_forgotten()
    {
        var tmux = new FakeTmux();
        var server = tmux.Start("a");

        Should.Throw<InvalidOperationException>(() => server.Run("swap-pane")).Message.ShouldContain("does not model the command swap-pane");
        Should.Throw<InvalidOperationException>(() => server.Run("display-message", "-p", "#{mouse_x}")).Message.ShouldContain("#{mouse_x}");

        tmux.NotModelled.Count.ShouldBe(2);
        (await Should.ThrowAsync<InvalidOperationException>(async () => await tmux.DisposeAsync())).Message.ShouldContain("swap-pane");
    }

    [Fact]
    public async Task A_scripted_command_answers_and_refuses_as_it_is_told()
    {
        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        var server = tmux.Start("a");
        await plane.ConnectsAsync("a");
        server.On("capture-pane", words => words.Contains("%0") ? new FakeReply("$ make\nok") : FakeReply.Refuse("can't find pane"));

        var found = await plane.Plane.ExecuteAsync(A, ["capture-pane", "-p", "-t", "%0"], CancellationToken.None);
        var missing = await plane.Plane.ExecuteAsync(A, ["capture-pane", "-p", "-t", "%9"], CancellationToken.None);

        found.ShouldBeOfType<CommandOutcome.Completed>().Lines.ShouldBe(["$ make", "ok"]);
        missing.ShouldBeOfType<CommandOutcome.Failed>().Words.ShouldBe("can't find pane");
    }

    [Fact]
    public async Task Garbage_among_what_tmux_says_costs_a_listing_at_most()
    {
        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        var server = tmux.Start("a");
        var generation = (await plane.ConnectsAsync("a")).Generation;

        server.Babble([0xff, 0x00, 0x1b, (byte)'%', (byte)'b', (byte)'\n']);
        server.Babble("%begin 1 2 1\nnobody asked\n%end 1 2 1\n"u8);
        server.AddSession("after");

        await plane.HearsAsync<SessionAdded>("a");
        (await plane.ConnectsAsync("a")).Generation.ShouldBe(generation);
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        await Eventually.TrueAsync(() => server.Clients == 1, "one client waits");
    }

    [Theory]
    [InlineData("3.3a")]
    [InlineData("3.4")]
    [InlineData("3.5a")]
    public async Task Names_come_through_whatever_the_version_makes_of_them(string version)
    {
        const string title = "$HOME \\ 'x' \t\"é\" #{y}";
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a", version: version);
        server.Session("main").Window.Pane.Title = title;

        var dial = await tmux.ToPorts().Dialer.DialAsync(new DialRequest(server.Socket, GuardPolicy.Floor), CancellationToken.None);
        var connection = dial.ShouldBeOfType<DialOutcome.Connected>().Connection;
        var listed = await connection.ListAsync(CancellationToken.None);

        connection.Report.Version.ShouldBe(version);
        connection.Report.State.Panes[new PaneId(0)].Title.ShouldBe(title);
        listed.ShouldBeOfType<ListOutcome.Listed>().State.Panes[new PaneId(0)].Title.ShouldBe(title);
    }

    [Fact]
    public async Task A_server_that_hangs_lets_a_dial_run_into_its_deadline()
    {
        var time = new ManualTime();
        await using var tmux = new FakeTmux(time: time);
        var server = tmux.Start("a");
        server.Hang();

        var dial = tmux.ToPorts().Dialer.DialAsync(new DialRequest(server.Socket, GuardPolicy.Floor), CancellationToken.None);
        await Eventually.TrueAsync(() => time.Waiting > 0 && server.Clients == 1, "the dial has a deadline, and has asked");
        while (!dial.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await dial).ShouldBeOfType<DialOutcome.Unresponsive>().Stopped.ShouldBeFalse();

        // As in tmux: what the client had asked before it was ended is done all the same, and that was to wait.
        server.Resume();
        server.Sessions.Select(session => session.Name).ShouldBe(["main"]);
        await Eventually.TrueAsync(() => (server.Clients, server.Abandoned) == (0, 1), "the client has gone, and its wait has stayed");
    }

    [Fact]
    public async Task What_a_stalled_server_was_asked_it_does_when_it_goes_on()
    {
        var time = new ManualTime();
        await using var tmux = new FakeTmux(time: time);
        var server = tmux.Start("a");
        server.Stall();

        var run = tmux.Client.RunAsync(
            new TmuxServerAddress(server.Socket, server.Process), TmuxCommandLine.Of("new-session", "-d", "-s", "late"),
            new TmuxRunOptions { Deadline = TimeSpan.FromSeconds(5) }, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(5));

        (await run).ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(UnknownReason.Deadline);
        server.Resume();
        server.Sessions.Select(session => session.Name).ShouldBe(["main", "late"]);
    }

    [Fact]
    public async Task A_client_whose_server_ends_is_told_and_one_whose_server_crashes_is_cut_off()
    {
        await using var tmux = new FakeTmux();
        foreach (var (name, end, reason) in new (string, Action<FakeTmuxServer>, UnknownReason)[]
            { ("a", server => server.Kill(), UnknownReason.ServerExiting), ("b", server => server.Crash(), UnknownReason.ConnectionLost) })
        {
            var server = tmux.Start(name);
            var wait = Run(tmux, server, "wait-for", "mine");

            end(server);

            (await wait).ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(reason);
            (await Run(tmux, server, "list-sessions", "-F", "x")).ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.ServerDead);
        }
    }

    [Fact]
    public async Task A_signal_wakes_all_and_is_kept_once_when_nobody_waits()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a");
        var (one, other) = (Run(tmux, server, "wait-for", "c"), Run(tmux, server, "wait-for", "c"));
        server.Clients.ShouldBe(2);

        server.Run("wait-for", "-S", "c");
        await Task.WhenAll(one, other);

        server.Run("wait-for", "-S", "c");
        (await Run(tmux, server, "wait-for", "c")).ShouldBeOfType<TmuxResult.Exited>();
        server.Run("wait-for", "-S", "c");
        server.Run("wait-for", "-S", "c");
        Run(tmux, server, "wait-for", "c").IsCompleted.ShouldBeFalse();
        server.Clients.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_fails_ends_its_own_group()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a");

        var result = await Run(
            tmux, server, "if-shell", "-F", "1", "display-message -p one ; has-session -t =no ; display-message -p never", ";", "display-message", "-p", "two", ";",
            "has-session", "-t", "=no", ";", "display-message", "-p", "never");

        var exited = result.ShouldBeOfType<TmuxResult.Exited>();
        exited.Status.ShouldBe(1);
        System.Text.Encoding.UTF8.GetString(exited.Output.Span).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public async Task A_hook_runs_behind_the_command_that_caused_it()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a");
        server.Run("set-hook", "-g", "session-created[5]", "rename-session -t =new: hooked");

        server.AddSession("new");

        server.Sessions.Select(session => session.Name).ShouldBe(["main", "hooked"]);
        server.Run("display-message", "-p", "#{?session-created[5],1,0}#{?session-created[6],1,0}").ShouldBe("10");
        server.Run("set-hook", "-gu", "session-created[5]");
        server.Run("show-hooks", "-g").ShouldBe("");
    }

    [Fact]
    public async Task Output_over_the_limit_is_cut_and_said_to_be()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a");

        var result = await tmux.Client.RunAsync(
            new TmuxServerAddress(server.Socket, null), TmuxCommandLine.Of("display-message", "-p", "0123456789"), new TmuxRunOptions { OutputLimit = 4 }, CancellationToken.None);

        var exited = result.ShouldBeOfType<TmuxResult.Exited>();
        (exited.Cut, exited.Output.Length).ShouldBe((true, 4));
    }

    [Fact]
    public async Task A_user_at_a_terminal_is_a_client_until_it_leaves()
    {
        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        var server = tmux.Start("a");
        await plane.ConnectsAsync("a");

        var terminal = server.Attach("main");
        await Eventually.TrueAsync(() => plane.EventsOf<ClientAttached>("a").Any(client => !client.Control), "the user has come");
        terminal.Dispose();

        await Eventually.TrueAsync(() => plane.EventsOf<ClientDetached>("a").Count > 0, "the user has gone");
    }

    [Fact]
    public void What_a_command_quotes_is_read_back_as_it_was()
    {
        const string letters = "ab $\"'\\;#{}~%\t\n\u00e9-:=";
        var random = new Random(7);
        for (var round = 0; round < 5000; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => letters[random.Next(letters.Length)])]));
            var command = new TmuxCommand("set-buffer", [.. words]);

            CommandLine.Parse(command.ToLine()).Single().ShouldBe(command.Words);
        }
    }

    private static Task<TmuxResult> Run(FakeTmux tmux, FakeTmuxServer server, params string[] words) => tmux.Client.RunAsync(
        new TmuxServerAddress(server.Socket, server.Process), TmuxCommandLine.Exec([.. words]), TmuxRunOptions.Default, CancellationToken.None);
}
