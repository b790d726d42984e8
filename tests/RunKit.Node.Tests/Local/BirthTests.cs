namespace RunKit.Node.Tests.Local;

public sealed class BirthTests
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

        said.ShouldBe($"work: started, pid {runkit.Sandbox.Server("work").Pid}, session $0\n");
        var variables = (await runkit.Sandbox.TmuxAsync("work", "show-environment", "-g")).Split('\n');
        variables.ShouldContain("MINE=kept");
        variables.ShouldNotContain(variable => variable.StartsWith("TMUX=") || variable.StartsWith("RUNKIT_") || variable.StartsWith("DIRENV_"));
        (await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{session_name} #{session_path}")).ShouldBe($"main {runkit.Sandbox.Root}");
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

        (await runkit.RunAsync("new", "-L", "work", "-c", "/nowhere")).ShouldComplain(1, "/nowhere does not exist");
        (await runkit.RunAsync("new", "-L", "work", "-s", "_rk-mine")).ShouldComplain(1, "_rk-");
        (await runkit.RunAsync("new", "-S", "/elsewhere/work")).ShouldComplain(1, "does not lie in the socket directory");
        runkit.Environment["PATH"] = "/nowhere";
        (await runkit.RunAsync("new", "-L", "work")).ShouldComplain(1, "install tmux");
        Directory.GetFileSystemEntries(runkit.Sandbox.SocketDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_is_born_again_under_a_dead_ones_name()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("new", "-L", "work")).ShouldBeDone();
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone();

        (await runkit.RunAsync("new", "-S", runkit.Sandbox.Socket("work").Value)).ShouldBeDone().ShouldStartWith("work: started");
    }
}
