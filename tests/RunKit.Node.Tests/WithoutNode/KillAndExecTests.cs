namespace RunKit.Node.Tests.WithoutNode;

public sealed class KillAndExecTests
{
    [Fact]
    public async Task A_killed_server_is_dead_when_kill_returns_and_stays_dead()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");

        var said = (await runkit.RunAsync("kill", "-L", "work", "--json")).ShouldBeDone();

        runkit.Sandbox.Processes.Lives(server).ShouldBeFalse();
        said.ShouldStartWith($"{{\"outcome\":\"killed\",\"generation\":{{\"pid\":{server.Pid},\"startTime\":");
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone().ShouldBe("work: was dead already\n");
        (await runkit.RunAsync("exec", "-L", "work", "--", "new-session", "-d")).ShouldComplain(1, "nothing was sent: its server is dead");
        (await runkit.RunAsync("ls")).Status.ShouldBe(0);
        runkit.Sandbox.IsAlive("work").ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_of_that_name_cannot_be_killed()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("kill", "-L", "nobody")).ShouldComplain(1, "there is no server named nobody");
        (await runkit.RunAsync("kill", "-S", "/elsewhere/nobody")).ShouldComplain(1, "does not lie in the socket directory");
    }

    [Fact]
    public async Task The_server_that_the_command_runs_in_is_spared()
    {
        await using var runkit = new Runkit();
        var report = Path.Combine(runkit.Sandbox.Root, "report");
        var script = $"'{Runkit.Program}' kill -L home 2> '{report}.part'; echo \"status $?\" >> '{report}.part'; mv '{report}.part' '{report}'; sleep 1000";
        runkit.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(System.Environment.ProcessPath!));

        (await runkit.RunAsync("new", "-L", "home", "--", "sh", "-c", script)).ShouldBeDone();

        await Eventually.TrueAsync(() => File.Exists(report), "the command has ended");
        (await File.ReadAllTextAsync(report)).ShouldBe("runkit: home was not killed: this very command runs in that server; --force ends both\nstatus 1\n");
        runkit.Sandbox.IsAlive("home").ShouldBeTrue();
    }

    [Fact]
    public async Task The_server_that_the_command_runs_in_dies_by_force()
    {
        await using var runkit = new Runkit();
        runkit.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(System.Environment.ProcessPath!));

        (await runkit.RunAsync("new", "-L", "home", "--", "sh", "-c", $"'{Runkit.Program}' kill -L home --force; sleep 1000")).ShouldBeDone();

        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("home"), "it is dead");
    }

    [Fact]
    public async Task A_server_that_does_not_die_is_a_timeout()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("stuck");
        runkit.Sandbox.Stop(server);

        var ended = await runkit.RunAsync("kill", "-L", "stuck");

        ended.ShouldComplain(124, $"kill -KILL {server.Pid}");
    }

    [Fact]
    public async Task The_reply_to_a_command_is_data()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");

        (await runkit.RunAsync("exec", "-L", "work", "--", "display-message", "-p", "@3 #{session_name}")).ShouldBeDone().ShouldBe("@3 user\n");
        (await runkit.RunAsync("exec", "-L", "work", "--", "set-option", "-g", "@mine", ";")).ShouldBeDone().ShouldBe("");
        (await runkit.RunAsync("exec", "-L", "work", "--", "show-options", "-gv", "@mine")).ShouldBeDone().ShouldBe(";\n");
        (await runkit.RunAsync("exec", "-L", "work", "--json", "--", "display-message", "-p", "a\nb")).ShouldBeDone()
            .ShouldBe("{\"outcome\":\"completed\",\"lines\":[\"a\",\"b\"]}\n");
    }

    [Fact]
    public async Task Inside_tmux_its_server_is_meant_when_none_is_named()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        runkit.Environment["TMUX"] = $"{runkit.Sandbox.Socket("work").Value},1,0";

        (await runkit.RunAsync("exec", "--", "display-message", "-p", "#{session_name}")).ShouldBeDone().ShouldBe("user\n");
        (await runkit.RunAsync("kill")).ShouldComplain(2, "which server?");
    }

    [Fact]
    public async Task Tmuxs_refusal_is_said_in_its_words()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");

        (await runkit.RunAsync("exec", "-L", "work", "--", "kill-window", "-t", "@99")).ShouldComplain(1, "tmux: can't find window: @99");
        (await runkit.RunAsync("exec", "-L", "nobody", "--", "list-windows")).ShouldComplain(1, "there is no server named nobody");
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_a_timeout()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        await runkit.Sandbox.TmuxAsync("work", "set-option", "-s", "command-alias[100]", "forever=wait-for never");

        (await runkit.RunAsync("exec", "-L", "work", "--timeout", "0.3", "--", "forever")).ShouldComplain(124, "tmux did not end within 0.3 s");
    }

    [Fact]
    public async Task A_command_that_a_node_would_refuse_is_refused_without_one_too()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");

        (await runkit.RunAsync("exec", "-L", "work", "--", "kill-server")).ShouldComplain(1, "runkit kill does it");
        (await runkit.RunAsync("exec", "-L", "work", "--", "kill-session", "-t", "=_rk-ctl")).ShouldComplain(1, "runkit release takes them away");
        runkit.Sandbox.IsAlive("work").ShouldBeTrue();
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("release -L work")]
    [InlineData("guard -L work")]
    public async Task What_only_a_node_can_do_says_how_to_start_one(string arguments)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync(arguments.Split(' '))).ShouldComplain(1, "start one with: runkit serve");
    }

    [Fact]
    public async Task A_node_that_is_named_must_be_there()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "file");
        await File.WriteAllTextAsync(file, "");

        (await runkit.RunAsync("ls", "--node", "/nowhere/node.sock")).ShouldComplain(1, "no node runs at /nowhere/node.sock");
        (await runkit.RunAsync("ls", "--node", file)).ShouldComplain(1, "is not a socket");
    }
}
