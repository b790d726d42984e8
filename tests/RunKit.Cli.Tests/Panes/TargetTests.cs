namespace RunKit.Cli.Tests.Panes;

/// <summary><c>-t</c>: whom it costs nothing, and what only tmux can tell.</summary>
public sealed class TargetTests
{
    [Fact]
    public async Task A_target_by_name_is_found_with_a_token_that_may_only_read_and_leaves_no_line_in_the_audit_log()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        var node = await runkit.ServeAsync("--listen", "0");
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--quiet", "--filter", "state=running")).Output == "work\n", "it is connected");
        var made = await runkit.RunAsync("tokens", "new", "eyes", "--scope", "read");
        var file = Path.Combine(runkit.Sandbox.Root, "eyes");
        await File.WriteAllTextAsync(file, made.Output.Trim().Split('\n')[^1].Split(' ')[^1]);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await Eventually.TrueAsync(async () => (await CaptureAsync("user:0.0")).Status == 0, "the pane is found");
        (await CaptureAsync("=user:")).ShouldBeDone();
        (await CaptureAsync("user:9")).ShouldComplain(1, "no server has a pane user:9");
        (await runkit.RunAsync("audit")).Output.ShouldNotContain("exec");

        Task<Runkit.Ended> CaptureAsync(string target) => runkit.RunAsync("capture", "-t", target, "--node", node.Url, "--token-file", file);
    }

    [Fact]
    public async Task What_only_tmux_can_tell_is_asked_of_it()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        await runkit.Sandbox.TmuxAsync("work", "new-window", "-t", "user", "cat");

        (await runkit.RunAsync("send", "-t", "user:!", "hello")).ShouldBeDone();

        await Eventually.TrueAsync(async () => (await runkit.RunAsync("capture", "-t", "%0")).Output.StartsWith("hello\nhello\n", StringComparison.Ordinal), "the window before got it");
    }
}
