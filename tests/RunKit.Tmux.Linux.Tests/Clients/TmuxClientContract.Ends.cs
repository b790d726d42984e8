using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Tests.Clients;

/// <summary>How a run ends that does not end by itself.</summary>
public abstract partial class TmuxClientContract
{
    [Fact]
    public async Task A_deadline_ends_it_and_whether_it_ran_is_unknown()
    {
        await StartAsync();
        var result = await RunAsync(TmuxCommands.WaitFor("never"), TmuxRunOptions.Default with { Deadline = Short }).WaitAsync(Limit);
        result.ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(UnknownReason.Deadline);
        await Eventually.TrueAsync(() => Sandbox.Connections() == 0, "the connection is closed", Limit);
    }

    [Fact]
    public async Task A_cancellation_ends_it_and_whether_it_ran_is_unknown()
    {
        await StartAsync();
        using var cancel = new CancellationTokenSource();
        var running = await WaitAsync(cancel.Token);
        await cancel.CancelAsync();
        (await running.WaitAsync(Limit)).ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(UnknownReason.Cancelled);
        await Eventually.TrueAsync(() => Sandbox.Connections() == 0, "the connection is closed", Limit);
    }

    [Fact]
    public async Task What_was_cancelled_before_it_began_is_not_sent()
    {
        await StartAsync();
        (await RunAsync(TmuxCommands.KillServer, cancel: new CancellationToken(canceled: true)))
            .ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.Cancelled);
        Sandbox.IsAlive("a").ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_leaves_it_unknown()
    {
        var server = await StartAsync();
        var running = await WaitAsync();
        Sandbox.KillHard(server);
        (await running.WaitAsync(Limit)).ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(WhenKilled);
    }

    [Fact]
    public async Task A_server_that_ends_in_the_middle_says_so_and_it_is_no_success()
    {
        for (var round = 0; round < 5; round++)
        {
            var server = await StartAsync();
            var running = await WaitAsync();
            await Sandbox.TmuxAsync("a", "kill-server");
            var result = await running.WaitAsync(Limit);
            result.ShouldBeOfType<TmuxResult.Unknown>($"round {round}: {result}").Reason.ShouldBe(UnknownReason.ServerExiting, $"round {round}: {result}");
            await new ProcessTable().WaitForEndAsync(server, default).WaitAsync(Limit);
        }
    }

    [Fact]
    public async Task A_stopped_server_is_given_up_and_nothing_runs_twice()
    {
        var server = await StartAsync();
        Sandbox.Stop(server);

        var given = await RunAsync(
            TmuxCommandLine.Exec(["set-option", "-s", "-a", "@ran", "x"]), TmuxRunOptions.Default with { Deadline = Short }, server).WaitAsync(Limit);

        given.ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(UnknownReason.Deadline);
        Sandbox.Continue(server);
        (await ExitedAsync(TmuxCommandLine.Exec(["show-options", "-s", "-q", "-v", "@ran"]))).Output.ShouldBeOneOf("", "x\n");
    }

    [Fact]
    public async Task Where_no_server_runs_nothing_is_sent_and_none_is_started()
    {
        (await RunAsync(TmuxCommandLine.Exec(["new-session", "-d"]))).ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.Absent);
        Sandbox.KillHard(await StartAsync());
        await Eventually.TrueAsync(() => !Sandbox.IsAlive("a"), "the server is dead", Limit);

        foreach (var words in new[] { "new-session -d", "start-server", "list-keys", "attach-session" })
        {
            (await RunAsync(TmuxCommandLine.Exec([.. words.Split(' ')]))).ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.ServerDead);
        }

        Sandbox.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_no_socket_is_left_alone()
    {
        await File.WriteAllTextAsync(Sandbox.Socket("a").Value, "text");
        (await RunAsync(TmuxCommands.ListSessions("x"))).ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.NotOurs);
    }

    [Fact]
    public async Task Another_generation_gets_nothing()
    {
        var server = await StartAsync();
        foreach (var other in new[] { server with { Pid = server.Pid + 1 }, server with { StartTicks = server.StartTicks - 1 } })
        {
            (await RunAsync(TmuxCommands.KillServer, expected: other)).ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.GenerationChanged);
        }

        Sandbox.IsAlive("a").ShouldBeTrue();
        (await RunAsync(TmuxCommands.ListSessions("x"), expected: server)).ShouldBeOfType<TmuxResult.Exited>();
    }

    [Fact]
    public async Task Nothing_is_made_of_a_users_own_words()
    {
        await StartAsync();
        (await ExitedAsync(TmuxCommandLine.Exec(["display-message", "-p", "one;", "display-message", "-p", "#{session_name}"]))).ShouldBe((0, "one\nuser\n", ""));
    }
}
