using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Testing.Time;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;
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

        plane.Told<PaneRemoved>("a")[0].Pane.ShouldBe(pane.Id);
        plane.Told<WindowRenamed>("a").Single().Name.ShouldBe("write");
        plane.Told<SessionRemoved>("a").Single().Name.ShouldBe("play");
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

        Should.Throw<InvalidOperationException>(() => server.Run("break-pane")).Message.ShouldContain("does not model the command break-pane");
        Should.Throw<InvalidOperationException>(() => server.Run("display-message", "-p", "#{mouse_x}")).Message.ShouldContain("#{mouse_x}");

        tmux.NotModelled.Count.ShouldBe(2);
        (await Should.ThrowAsync<InvalidOperationException>(async () => await tmux.DisposeAsync())).Message.ShouldContain("break-pane");
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
    public async Task Garbage_among_what_tmux_says_costs_a_connection_at_most()
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
        plane.Told<ServerLost>("a").ShouldBeEmpty();
        server.ControlClients.ShouldBe(1);
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
        await Eventually.TrueAsync(() => time.Waiting > 0, "the dial has a deadline");
        while (!dial.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await dial).ShouldBeOfType<DialOutcome.Unresponsive>().Stopped.ShouldBeFalse();

        // As in tmux: what the client had asked before it was ended is done all the same.
        server.Resume();
        server.Sessions.Select(session => session.Name).ShouldBe(["main", "_rk-ctl"]);
        server.ControlClients.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_stalled_server_was_asked_it_does_when_it_goes_on()
    {
        var time = new ManualTime();
        await using var tmux = new FakeTmux(time: time);
        var server = tmux.Start("a");
        server.Stall();

        var run = tmux.ToPorts().OneShot.RunAsync(
            TmuxArguments.Join(server.Socket, new TmuxCommand("new-session", "-d", "-s", "late")), null, TimeSpan.FromSeconds(5), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(5));

        (await run).ShouldBeOfType<OneShotResult.TimedOut>();
        server.Resume();
        server.Sessions.Select(session => session.Name).ShouldBe(["main", "late"]);
    }

    [Fact]
    public async Task A_recorded_dial_is_told_again()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("a", pid: 9637);
        server.AnswerNextDialWith(Transcript.Read(Path.Combine(AppContext.BaseDirectory, "dial-makes-the-anchor.txt")));

        var outcome = await tmux.ToPorts().Dialer.DialAsync(new DialRequest(server.Socket, GuardPolicy.Floor), CancellationToken.None);

        var report = outcome.ShouldBeOfType<DialOutcome.Connected>().Connection.Report;
        report.Generation.ShouldBe(new ServerGeneration(9637, 1795390415));
        report.State.Panes.Values.Select(pane => pane.Title).ShouldContain("notes $HOME");
    }

    [Fact]
    public async Task A_user_at_a_terminal_is_a_client_until_it_leaves()
    {
        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        var server = tmux.Start("a");
        await plane.ConnectsAsync("a");

        var terminal = server.Attach("main");
        await Eventually.TrueAsync(() => plane.Told<ClientAttached>("a").Any(client => !client.Control), "the user has come");
        terminal.Dispose();

        await Eventually.TrueAsync(() => plane.Told<ClientDetached>("a").Count > 0, "the user has gone");
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
}
