namespace RunKit.Cli.Tests.Local;

public sealed class CreationTests
{
    [Fact]
    public async Task New_starts_a_server_that_nothing_of_its_maker_clings_to()
    {
        await using var runkit = new Runkit();
        runkit.Environment["TMUX"] = "/tmp/elsewhere,1,0";
        runkit.Environment["RUNKIT_NODE"] = "me";
        runkit.Environment["DIRENV_DIR"] = "-/x";
        runkit.Environment["MINE"] = "kept";

        var said = (await runkit.RunAsync("new", "-L", "work", "-s", "main")).ShouldBeDone();

        said.ShouldBe($"work: started, pid {runkit.Sandbox.Server("work").Pid}, session $0 main\n");
        var variables = (await runkit.Sandbox.TmuxAsync("work", "show-environment", "-g")).Split('\n');
        variables.ShouldContain("MINE=kept");
        variables.ShouldNotContain(variable => variable.StartsWith("TMUX=") || variable.StartsWith("RUNKIT_") || variable.StartsWith("DIRENV_"));
        (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{session_name} #{session_path}")).ShouldBe($"main {runkit.Sandbox.Root}");
    }

    [Fact]
    public async Task A_server_may_have_as_many_files_as_whoever_started_runkit_and_not_as_many_as_its_runtime()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "limit");

        // The shell stays, to be the parent.
        (await runkit.RunByAsync(["sh", "-c", "ulimit -Sn 700; \"$@\"; exit $?", "sh"], "new", "-L", "work", "--", "sh", "-c", "ulimit -Sn > \"$0\"; exec cat", file)).ShouldBeDone();

        await Eventually.TrueAsync(async () => File.Exists(file) && (await File.ReadAllTextAsync(file)).Length > 0, "the command has run");
        (await File.ReadAllTextAsync(file)).ShouldBe("700\n");
    }

    [Fact]
    public async Task A_command_and_a_directory_are_taken_as_they_are()
    {
        await using var runkit = new Runkit();
        var directory = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "a #{pid} b")).FullName;

        (await runkit.RunAsync("new", "-L", "work", "-c", directory, "--", "sh", "-c", "echo \"$1\" @x; sleep 1000", "-", "--json")).ShouldBeDone();

        (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{session_path}")).ShouldBe(directory);
        await Eventually.TrueAsync(
            async () => (await runkit.Sandbox.TmuxAsync("work", "capture-pane", "-p")).StartsWith("--json @x", StringComparison.Ordinal),
            "the command has its words");
    }

    [Fact]
    public async Task A_live_name_is_refused_unless_a_session_will_do()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");

        (await runkit.RunAsync("new", "-L", "work")).ShouldComplain(1, "runs already; add a session to it with --attach-ok");
        (await runkit.Sandbox.TmuxAsync("work", "list-sessions", "-F", "x")).ShouldBe("x");

        (await runkit.RunAsync("new", "-L", "work", "--attach-ok", "--json")).ShouldBeDone()
            .ShouldStartWith($"{{\"outcome\":\"joined\",\"generation\":{{\"pid\":{server.Pid},");
        (await runkit.Sandbox.TmuxAsync("work", "list-sessions", "-F", "x")).ShouldBe("x\nx");
    }

    [Fact]
    public async Task What_cannot_be_started_is_said_in_one_line()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("new", "-L", "work", "-e", "MINE")).ShouldComplain(1, "a variable is NAME=VALUE, not MINE");
        (await runkit.RunAsync("new", "-L", "work", "-s", "_rk-mine")).ShouldComplain(1, "_rk-");
        (await runkit.RunAsync("new", "-S", "/elsewhere/work")).ShouldComplain(1, "does not lie in the socket directory");
        runkit.Environment["PATH"] = "/nowhere";
        (await runkit.RunAsync("new", "-L", "work")).ShouldComplain(1, "install tmux");
        Directory.GetFileSystemEntries(runkit.Sandbox.SocketDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_is_started_again_under_a_dead_ones_name()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("new", "-L", "work")).ShouldBeDone();
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone();

        (await runkit.RunAsync("new", "-S", runkit.Sandbox.Socket("work").Value)).ShouldBeDone().ShouldStartWith("work: started");
    }

    [Fact]
    public async Task A_directory_that_is_gone_the_names_that_tmux_makes_and_variables_are_told_and_passed_on()
    {
        await using var runkit = new Runkit();

        var ended = await runkit.RunAsync("new", "-L", "work", "-s", "a.b:c", "-c", "/nowhere", "-e", "ONE=1", "-e", "TWO=2 3");

        ended.Status.ShouldBe(0);
        ended.Error.ShouldBe($"runkit: work: the directory /nowhere does not exist; the session starts in {runkit.Sandbox.Root}\n");
        ended.Output.ShouldEndWith($"session $0 {await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{session_name}")}\n");
        (await runkit.Sandbox.TmuxAsync("work", "show-environment")).Split('\n').ShouldBeSubsetOf(["ONE=1", "TWO=2 3", .. (await runkit.Sandbox.TmuxAsync("work", "show-environment")).Split('\n').Where(line => line.StartsWith('-'))]);
    }

    [Theory]
    [InlineData("false ended at once with status 1", "false")]
    [InlineData("/nonexistent was not found (status 127)", "/nonexistent")]
    public async Task A_command_that_ends_at_once_is_no_server_that_was_started(string said, string command)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("new", "-L", "work", "--", command)).ShouldComplain(1, said);

        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("work"), "it has ended");
    }

    [Fact]
    public async Task A_configuration_that_takes_long_is_waited_for_with_words_and_errors_in_it_are_told()
    {
        await using var runkit = new Runkit();
        File.WriteAllText(Path.Combine(runkit.Sandbox.Root, ".tmux.conf"), "run-shell 'sleep 4'\nset -g no-such-option 1\n");

        var ended = await runkit.RunAsync("new", "-L", "work");

        ended.Status.ShouldBe(0, ended.Error);
        ended.Error.ShouldStartWith("runkit: work: starting; tmux may still be running its configuration (3 s of at most 60 s)...\n");
        ended.Error.ShouldContain(".tmux.conf:2: invalid option: no-such-option");
    }

    [Fact]
    public async Task A_creation_that_is_interrupted_or_too_late_leaves_no_server()
    {
        await using var runkit = new Runkit();
        var begun = Path.Combine(runkit.Sandbox.Root, "begun");
        File.WriteAllText(Path.Combine(runkit.Sandbox.Root, ".tmux.conf"), $"run-shell 'touch {begun}; sleep 100'\n");

        (await runkit.RunAsync("new", "-L", "late", "--timeout", "500ms")).ShouldComplain(1, "within 0.5 s");
        File.Delete(begun);
        var interrupted = runkit.Start("new", "-L", "interrupted");
        await Eventually.TrueAsync(() => File.Exists(begun), "the configuration runs");
        interrupted.Terminate();
        (await interrupted.EndAsync()).Status.ShouldNotBe(0);

        RunKit.Tmux.Linux.Processes.ServerProcesses.In(runkit.Sandbox.SocketDirectory, runkit.Sandbox.Processes).ShouldBeEmpty();
    }

    [Fact]
    public async Task From_a_current_directory_that_is_gone_a_server_is_started_at_home()
    {
        await using var runkit = new Runkit();
        var gone = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "gone")).FullName;
        const string script = "cd \"$1\" && rmdir \"$1\" && HOME=\"$2\" XDG_RUNTIME_DIR=\"$2\" exec \"$3\" new -L work -s main";

        var ended = await runkit.Sandbox.RunAsync("sh", "-c", script, "sh", gone, runkit.Sandbox.Root, Runkit.Program);

        (ended.Status, ended.Error).ShouldBe((0, ""));
        (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{session_path}")).ShouldBe(runkit.Sandbox.Root);
    }
}
