namespace RunKit.Cli.Tests.Streams;

/// <summary><c>logs</c>, <c>view</c> and <c>attach</c>, in terminals that are panes of another server.</summary>
public sealed class StreamVerbTests
{
    [Fact]
    public async Task Logs_are_printed_without_a_node_and_followed_with_one()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "sh", "-c", "printf '\\033[31mfirst\\033[m\\n'; read x; echo second; exec cat");
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("logs", "-t", "%0")).ShouldBeDone() == "first\n", "it has printed");
        (await runkit.RunAsync("logs", "-t", "%0", "-f")).ShouldComplain(1, "runkit serve");
        (await runkit.RunAsync("logs", "-t", "%9", "-L", "work")).ShouldComplain(1, "there is no pane %9");

        await runkit.ServeAsync();
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        var following = runkit.Start("logs", "-t", "%0", "-f");
        await Eventually.TrueAsync(async () => (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "-t", "%0", "#{pane_pipe}")).Trim() == "1", "it is followed");
        await runkit.Sandbox.TmuxAsync("work", "send-keys", "-t", "%0", "Enter");
        await Eventually.TrueAsync(async () => (await runkit.Sandbox.TmuxAsync("work", "capture-pane", "-p", "-t", "%0")).Contains("second", StringComparison.Ordinal), "it goes on");
        await runkit.Sandbox.TmuxAsync("work", "new-session", "-d", "-s", "stays", "cat");
        await runkit.Sandbox.TmuxAsync("work", "kill-pane", "-t", "%0");

        var ended = await following.EndAsync();
        ended.Status.ShouldBe(0, ended.Error);
        ended.Output.ShouldBe("first\n\nsecond\n");
        ended.Error.ShouldContain("the pane is gone");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attach_becomes_tmuxs_own_client(bool readOnly)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        await InPaneAsync(runkit, readOnly ? ["attach", "-t", "user", "--read-only"] : ["attach", "-L", "work"]);

        await Eventually.TrueAsync(
            async () => (await runkit.Sandbox.TmuxAsync("work", "list-clients", "-F", "#{client_readonly} #{session_name}")).Trim() == $"{(readOnly ? 1 : 0)} user", "it is attached");
        await runkit.Sandbox.TmuxAsync("outer", "send-keys", "-t", "shown", "typed", "Enter");
        await runkit.Sandbox.TmuxAsync("work", "send-keys", "-t", "user", "also", "Enter");
        await Eventually.TrueAsync(async () => (await runkit.Sandbox.TmuxAsync("work", "capture-pane", "-p", "-t", "user")).Contains("also\nalso", StringComparison.Ordinal), "it is typed");
        (await runkit.Sandbox.TmuxAsync("work", "capture-pane", "-p", "-t", "user")).Contains("typed", StringComparison.Ordinal).ShouldBe(!readOnly);
    }

    [Fact]
    public async Task View_shows_a_pane_and_resizes_nothing_until_q()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        await runkit.Sandbox.TmuxAsync("work", "send-keys", "-t", "user", "shown here", "Enter");
        var size = await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "-t", "user", "#{window_width}x#{window_height}");
        await InPaneAsync(runkit, ["view", "-L", "work", "-t", "%0"]);

        await Eventually.TrueAsync(async () => (await runkit.Sandbox.TmuxAsync("outer", "capture-pane", "-p", "-t", "shown")).Contains("shown here", StringComparison.Ordinal), "it is shown");
        (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "-t", "user", "#{window_width}x#{window_height}")).ShouldBe(size);
        await runkit.Sandbox.TmuxAsync("outer", "send-keys", "-t", "shown", "q");
        await Eventually.TrueAsync(async () => (await runkit.Sandbox.TmuxAsync("outer", "capture-pane", "-p", "-t", "shown")).Contains("ended with 0", StringComparison.Ordinal), "it has ended");
    }

    [Fact]
    public async Task Without_a_terminal_each_says_what_does_without()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");

        (await runkit.RunAsync("view", "-t", "%0")).ShouldComplain(2, "runkit capture");
        (await runkit.RunAsync("attach", "-L", "work")).ShouldComplain(2, "attach needs a terminal");
    }

    private static async Task InPaneAsync(Runkit runkit, string[] words)
    {
        await runkit.Sandbox.StartAsync("outer", "shown", "sh");
        var environment = string.Join(' ', runkit.Environment.Select(one => one.Value is null ? $"-u {one.Key}" : "").Concat(
            runkit.Environment.Where(one => one.Value is not null).Select(one => $"{one.Key}={one.Value}")));
        await runkit.Sandbox.TmuxAsync("outer", "send-keys", "-t", "shown", $"env {environment} {Runkit.Program} {string.Join(' ', words)}; echo ended with $?", "Enter");
    }
}
