namespace RunKit.Cli.Tests.Local;

/// <summary><c>ls -F</c> and <c>ls --watch</c>.</summary>
public sealed class FormatTests
{
    [Fact]
    public async Task What_is_known_is_put_in_and_the_rest_is_asked_of_tmux()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");
        await runkit.Sandbox.TmuxAsync("work", "rename-session", "-t", "$0", "a#b");

        (await runkit.RunAsync("ls", "-F", "#{name} #{state} #{pid} ##")).ShouldBeDone().ShouldBe($"work running {server.Pid} #\n");
        (await runkit.RunAsync("ls", "-F", "#{name}: #{session_name} #{?#{==:#{session_windows},1},one,more}")).ShouldBeDone().ShouldBe("work: a#b one\n");
    }

    [Fact]
    public async Task The_session_that_is_spoken_of_is_a_users_and_never_the_anchor()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "mine");
        await runkit.ServeAsync();

        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "-F", "#{guard} #{session_name}")).Output == "floor mine\n", "it is guarded, and its user's session is named");
    }

    [Fact]
    public async Task A_dead_server_has_nothing_to_say_to_what_only_it_knows()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");
        runkit.Sandbox.KillHard(server);
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "-F", "#{name} #{state} [#{session_name}]")).Output == "work dead []\n", "it is dead");
    }

    [Theory]
    [InlineData("--quiet", "--json")]
    [InlineData("--watch", "--json")]
    public async Task One_way_to_print_is_enough(string one, string other)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("ls", one, other)).ShouldComplain(2, "give one of");
    }

    [Fact]
    public async Task A_live_table_needs_a_terminal()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("ls", "--watch")).ShouldComplain(2, "runkit watch --json");
    }

    [Fact]
    public async Task A_live_table_shows_what_changes_until_it_is_told_to_stop()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("shown");
        await runkit.Sandbox.StartAsync("screen");
        await runkit.Sandbox.TmuxAsync("screen", "resize-window", "-x", "150", "-y", "24");
        await runkit.Sandbox.TmuxAsync(
            "screen", "respawn-pane", "-k", $"env TMUX_TMPDIR={runkit.Sandbox.Root} XDG_RUNTIME_DIR={runkit.RuntimeDirectory} {Runkit.Program} ls --watch --filter name=shown; echo over; cat");
        await ShowsAsync("running");

        await runkit.Sandbox.TmuxAsync("shown", "kill-server");
        await Eventually.TrueAsync(async () => !(await ScreenAsync()).Contains("running", StringComparison.Ordinal), "the table changes", Limit);
        await runkit.Sandbox.TmuxAsync("screen", "send-keys", "C-c");

        await ShowsAsync("over");

        Task ShowsAsync(string words) => Eventually.TrueAsync(async () => (await ScreenAsync()).Contains(words, StringComparison.Ordinal), $"the screen shows {words}", Limit);
        Task<string> ScreenAsync() => runkit.Sandbox.TmuxAsync("screen", "capture-pane", "-p");
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}
