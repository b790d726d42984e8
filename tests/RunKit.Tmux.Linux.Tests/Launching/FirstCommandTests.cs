using RunKit.Testing.Sandbox;
using RunKit.Tmux.Ports;
using static RunKit.Tmux.Linux.Tests.Launching.Launchpad;

namespace RunKit.Tmux.Linux.Tests.Launching;

public sealed class FirstCommandTests
{
    [Theory]
    [InlineData("the command false ended at once with status 1, and the server with it", "false")]
    [InlineData("the command true ended at once with status 0, and the server with it", "true")]
    [InlineData("the command /nonexistent was not found (status 127), and the server with it", "/nonexistent")]
    [InlineData("the command sh ended at once with status 7, and the server with it", "sh", "-c", "exit 7")]
    [InlineData("the command sh ended at once by signal 9, and the server with it", "sh", "-c", "kill -9 $$")]
    public async Task What_became_of_a_command_that_ends_at_once_is_told_and_nothing_stays(string told, params string[] command)
    {
        await using var pad = new Launchpad();

        (await pad.NotCreatedAsync(Request("a", command))).ShouldBe(told);

        await Eventually.TrueAsync(() => pad.Servers().IsEmpty, "the server has ended");
    }

    [Fact]
    public async Task A_command_that_ends_on_a_server_with_other_sessions_leaves_it_as_it_was()
    {
        await using var pad = new Launchpad();
        var server = await pad.Sandbox.StartAsync("a");

        var said = await pad.NotCreatedAsync(Request("a", "false") with { AttachOk = true });

        said.ShouldBe($"the command false ended at once with status 1, and the server runs on, pid {server.Pid}");
        (await pad.Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{session_name} #{pane_dead}")).ShouldBe("user 0");
    }

    [Fact]
    public async Task A_command_that_lives_notices_nothing()
    {
        await using var pad = new Launchpad();

        var created = await pad.CreateAsync(Request("a", "sleep", "1000"));

        (await pad.Sandbox.TmuxAsync("a", "show-options", "-p", "-t", created.Session.ToString())).ShouldBe("");
        (await pad.Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_dead} #{remain-on-exit}")).ShouldBe("0 off");
    }

    [Fact]
    public async Task A_user_who_keeps_dead_panes_keeps_this_one()
    {
        await using var pad = new Launchpad();
        pad.Configure("set -g remain-on-exit on");

        var said = await pad.NotCreatedAsync(Request("a", "false"));

        said.ShouldContain($"and the server runs on, pid {pad.Sandbox.Server("a").Pid}");
        (await pad.Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_dead} #{pane_dead_status}")).ShouldBe("1 1");
    }
}
