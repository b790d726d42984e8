using System.Text.Json;

namespace RunKit.Cli.Tests.Local;

public sealed class TreeTests
{
    [Fact]
    public async Task A_tree_shows_what_lives_there_and_leaves_no_trace()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work", "user", "tail", "-f", "/dev/null");
        await runkit.Sandbox.TmuxAsync("work", "new-window", "-t", "user:", "-n", "two words, 3:x", "-c", "/", "tail", "-f", "/dev/null");
        await runkit.Sandbox.TmuxAsync("work", "split-window", "-h", "-t", "user:1", "tail", "-f", "/dev/null");
        await runkit.Sandbox.TmuxAsync("work", "new-session", "-d", "-s", "_rk-pool", "tail", "-f", "/dev/null");
        // A window that tmux names itself is called "tmux" when tmux looks between the fork and the exec, and stays so until the pane speaks.
        await runkit.Sandbox.TmuxAsync("work", "rename-window", "-t", "user:0", "first");
        await Eventually.TrueAsync(
            async () => (await runkit.Sandbox.TmuxAsync("work", "list-panes", "-a", "-F", "#{pane_current_command}")).Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: 4 } commands
                && commands.All(command => command == "tail"),
            "every pane runs its command");

        var text = (await runkit.RunAsync("tree", "-L", "work")).ShouldBeDone();

        var lines = text.Split('\n');
        lines[0].ShouldStartWith($"work  pid {server.Pid}, for ");
        lines[1].ShouldBe("└─ user ($0)");
        lines[2].ShouldStartWith("   ├─ 0: first (@0)  ");
        lines[4].ShouldStartWith("   └─ 1: two words, 3:x* (@1)  ");
        lines[6].ShouldStartWith("      └─ 1: tail* (%2)  ");
        text.ShouldNotContain("_rk-pool");
        await Eventually.TrueAsync(() => runkit.Sandbox.Connections() == 0, "it leaves no client");

        var tree = JsonSerializer.Deserialize((await runkit.RunAsync("tree", "-L", "work", "--json")).ShouldBeDone(), PlaneJson.Default.ServerTree)!;
        tree.Sessions.ShouldHaveSingleItem().Windows.Select(window => window.Panes.Length).ShouldBe([1, 2]);
        var whole = JsonSerializer.Deserialize((await runkit.RunAsync("tree", "--all", "--json")).ShouldBeDone(), PlaneJson.Default.ImmutableArrayServerTree);
        whole.ShouldHaveSingleItem().Sessions.Select(session => (session.Name, session.Hidden)).ShouldBe([("user", false), ("_rk-pool", true)]);
    }

    [Fact]
    public async Task Of_a_server_that_is_dead_or_unknown_nothing_is_known()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("gone");
        runkit.Sandbox.KillHard(server);
        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("gone"), "it is dead");

        (await runkit.RunAsync("tree", "-L", "gone")).ShouldComplain(1, "its server is dead");
        (await runkit.RunAsync("tree", "-L", "nobody")).ShouldComplain(1, "there is no server named nobody; see: runkit ls");
        (await runkit.RunAsync("tree")).ShouldComplain(0, "no servers");
        (await runkit.RunAsync("tree", "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_and_the_others_are_shown()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("alive", "user");
        var hung = await runkit.Sandbox.StartAsync("hung");
        runkit.Sandbox.Stop(hung);

        var ended = await runkit.RunAsync("tree");

        ended.Status.ShouldBe(1);
        ended.Output.ShouldStartWith("alive  pid ");
        ended.Error.ShouldContain($"hung: its process {hung.Pid} is stopped");
    }

    [Fact]
    public async Task A_node_answers_the_same_tree()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "tail", "-f", "/dev/null");
        var without = (await runkit.RunAsync("tree", "-L", "work")).ShouldBeDone();
        await runkit.ServeAsync();
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("tree", "-L", "work")).Status == 0, "the node is connected");

        var with = (await runkit.RunAsync("tree", "-L", "work")).ShouldBeDone();

        with.Split('\n')[1..].ShouldBe(without.Split('\n')[1..]);
        (await runkit.RunAsync("tree", "-L", "work", "--all")).ShouldBeDone().ShouldContain("_rk-ctl ($1)\n");
    }
}
