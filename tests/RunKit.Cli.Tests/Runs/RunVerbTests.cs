namespace RunKit.Cli.Tests.Runs;

/// <summary><c>run</c>, <c>runs</c> and <c>wait</c>, over a node and without one.</summary>
public sealed class RunVerbTests : IAsyncLifetime
{
    private const string Server = "work";

    private readonly Runkit _runkit = new();

    public async Task InitializeAsync() => await _runkit.Sandbox.StartAsync(Server, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");

    public Task DisposeAsync() => _runkit.DisposeAsync().AsTask();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_ends_as_its_command_does(bool withNode)
    {
        await ServeIfAsync(withNode);

        var run = await _runkit.RunAsync("run", "-L", Server, "-c", "/", "-e", "A=b c", "--", "sh", "-c", "pwd; echo \"$A\"; exit 7");
        (run.Status, run.Output, run.Error).ShouldBe((7, "/\nb c\n", ""));

        (await _runkit.RunAsync("run", "-L", Server, "--", "sh", "-c", "kill -9 $$")).Status.ShouldBe(137);
        (await _runkit.RunAsync("run", "-L", Server, "--", "no-such-program")).Status.ShouldBe(127);
        (await _runkit.RunAsync("run", "-L", Server, "-c", "/no/such", "--", "true")).ShouldComplain(125, "there is no directory /no/such");
        (await _runkit.RunAsync("run", "-L", "nobody", "--", "true")).ShouldComplain(125, "nobody");
        (await _runkit.Sandbox.TmuxAsync(Server, "list-panes", "-a", "-F", "#{@rk_run}")).Trim().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_in_a_shell_that_lives_ends_as_its_command_does(bool withNode)
    {
        await ServeIfAsync(withNode);
        var pane = await _runkit.Sandbox.TmuxAsync(Server, "new-window", "-d", "-P", "-F", "#{pane_id}", "env", "PS1=$ ", "HOME=/nowhere", "dash", "-i");
        (await _runkit.RunAsync("wait", "-L", Server, "-t", pane, "--prompt")).ShouldBeDone();

        (await _runkit.RunAsync("run", "-L", Server, "-t", pane, "--in-shell", "--", "cd /usr; A=b")).ShouldBeDone().ShouldBe("");
        var run = await _runkit.RunAsync("run", "-L", Server, "-t", pane, "--in-shell", "--", "pwd; echo $A; (exit 7)");

        (run.Status, run.Output, run.Error).ShouldBe((7, "/usr\nb\n", ""));
        (await _runkit.RunAsync("run", "-L", Server, "-t", "%0", "--in-shell", "--", "x")).ShouldComplain(125, "tail is in the foreground");
        (await _runkit.RunAsync("run", "-L", Server, "--in-shell", "--", "x")).ShouldComplain(2, "which shell?");
        (await _runkit.RunAsync("run", "-L", Server, "-t", pane, "--in-shell", "--keep", "--", "x")).ShouldComplain(2, "in a living shell");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_takes_too_long_runs_on_and_its_end_is_told_later(bool withNode)
    {
        await ServeIfAsync(withNode);
        var gate = Path.Combine(_runkit.Sandbox.Root, "gate");

        var run = await _runkit.RunAsync("run", "-L", Server, "--timeout", "300ms", "--", "sh", "-c", $"until [ -e {gate} ]; do sleep 0.05; done; exit 3");
        run.ShouldComplain(124, "it runs on in pane");
        var id = run.Error.TrimEnd().Split(' ')[^1];
        (await _runkit.RunAsync("runs", id)).ShouldBeDone().ShouldContain("running");

        await File.WriteAllTextAsync(gate, "");

        await Eventually.TrueAsync(async () => (await _runkit.RunAsync("runs", id)).Output.Contains("exited 3", StringComparison.Ordinal), "it has ended");
        (await _runkit.RunAsync("runs", "--json")).ShouldBeDone().ShouldContain("\"code\":3");
    }

    [Fact]
    public async Task Runs_and_waits_that_cannot_be_are_wrong_usage()
    {
        (await _runkit.RunAsync("run", "--", "true")).ShouldComplain(2, "which server?");
        (await _runkit.RunAsync("run", "-L", Server, "--timeout", "5", "--", "true")).ShouldComplain(2, "give a time with its unit");
        (await _runkit.RunAsync("run", "-L", Server, "-e", "A", "--", "true")).ShouldComplain(2, "NAME=VALUE");
        (await _runkit.RunAsync("runs", "x")).ShouldComplain(2, "twelve hexadecimal digits");
        (await _runkit.RunAsync("runs", "0123456789ab")).ShouldComplain(1, "there is no run 0123456789ab");
        (await _runkit.RunAsync("wait", "-L", Server, "-t", "%0")).ShouldComplain(2, "what is to be waited for?");
        (await _runkit.RunAsync("wait", "-L", Server, "-t", "%0", "--text", "(")).ShouldComplain(2, "cannot be read");
        (await _runkit.RunAsync("wait", "-L", Server, "--state", "odd")).ShouldComplain(2, "running, dead, gone");
        (await _runkit.RunAsync("wait", "-L", Server, "--state", "dead", "--prompt")).ShouldComplain(2, "not both");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_names_what_held_and_a_late_one_is_124(bool withNode)
    {
        await ServeIfAsync(withNode);

        (await _runkit.RunAsync("wait", "-L", Server, "-t", "%0", "--text", "never", "--command", "tail")).ShouldBeDone().ShouldBe("command\n");
        (await _runkit.RunAsync("wait", "-L", Server, "-t", "%0", "--quiet", "100ms", "--json")).ShouldBeDone().ShouldContain("\"condition\":\"quiet\"");
        (await _runkit.RunAsync("wait", "-L", Server, "-t", "%0", "--text", "never", "--timeout", "100ms")).ShouldComplain(124, "the time is over");
        (await _runkit.RunAsync("wait", "-L", Server, "--state", "running")).ShouldBeDone();
        (await _runkit.RunAsync("wait", "-L", Server, "--state", "dead", "--timeout", "100ms")).ShouldComplain(124, "work is not dead");

        _runkit.Sandbox.KillHard(_runkit.Sandbox.Server(Server));

        (await _runkit.RunAsync("wait", "-L", Server, "--state", "dead")).ShouldBeDone();
    }

    private async Task ServeIfAsync(bool withNode)
    {
        if (withNode)
        {
            await _runkit.ServeAsync();
            await Eventually.TrueAsync(
                async () => (await _runkit.RunAsync("ls", "--json")).Output.Contains("\"connected\"", StringComparison.Ordinal), "the node is connected");
        }
    }
}
