namespace RunKit.Cli.Tests.Local;

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
        (await runkit.RunAsync("exec", "-L", "work", "--", "new-session", "-d")).ShouldComplain(1, "nothing was sent: no server runs on");
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
        var go = Path.Combine(runkit.Sandbox.Root, "go");

        (await runkit.RunAsync("new", "-L", "home", "--", "sh", "-c", script)).ShouldBeDone();

        await Eventually.TrueAsync(() => File.Exists(report), "the command has ended");
        (await File.ReadAllTextAsync(report)).ShouldBe("runkit: home was not killed: RunKit itself runs in that server; with force both end\nstatus 1\n");
        runkit.Sandbox.IsAlive("home").ShouldBeTrue();
    }

    [Fact]
    public async Task The_server_that_the_command_runs_in_dies_by_force()
    {
        await using var runkit = new Runkit();
        runkit.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(System.Environment.ProcessPath!));
        var go = Path.Combine(runkit.Sandbox.Root, "go");

        (await runkit.RunAsync("new", "-L", "home", "--", "sh", "-c", $"until [ -e '{go}' ]; do sleep 0.1; done; '{Runkit.Program}' kill -L home --force; sleep 1000")).ShouldBeDone();
        await File.WriteAllTextAsync(go, "");

        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("home"), "it is dead");
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_stopped_server_and_force_kills_exactly_its_process()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("stuck");
        var other = await runkit.Sandbox.StartAsync("other");
        runkit.Sandbox.Stop(server);

        (await runkit.RunAsync("kill", "-L", "stuck")).ShouldComplain(124, $"kill -CONT {server.Pid} lets it go on, --force ends it with SIGKILL");
        (await runkit.RunAsync("exec", "-L", "stuck", "--", "kill-server")).ShouldComplain(1, $"nothing was sent: its process {server.Pid} is stopped");
        runkit.Sandbox.Continue(server);
        (await runkit.RunAsync("exec", "-L", "stuck", "--", "display-message", "-p", "alive")).ShouldBeDone().ShouldBe("alive\n");

        runkit.Sandbox.Stop(server);
        (await runkit.RunAsync("kill", "-L", "stuck", "--force")).ShouldBeDone().ShouldBe($"stuck: killed; its process {server.Pid} is gone\n");
        runkit.Sandbox.Processes.Lives(server).ShouldBeFalse();
        runkit.Sandbox.Processes.Lives(other).ShouldBeTrue();
    }

    [Fact]
    public async Task Exec_passes_stdin_on_byte_by_byte_and_prints_the_bytes_that_tmux_printed()
    {
        byte[] bytes = [.. "a\0b\r\n"u8, 0xff, 0xfe, .. "ü"u8];
        await using var runkit = new Runkit { Input = [.. bytes] };
        await runkit.Sandbox.StartAsync("work");
        var file = Path.Combine(runkit.Sandbox.Root, "out");

        (await runkit.RunAsync("exec", "-L", "work", "--", "load-buffer", "-")).ShouldBeDone().ShouldBe("");
        (await runkit.RunIntoAsync(file, "exec", "-L", "work", "--", "show-buffer")).ShouldBeDone();

        (await File.ReadAllBytesAsync(file)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Without_input_tmuxs_refusal_is_shown()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");

        var ended = await runkit.RunAsync("exec", "-L", "work", "--", "load-buffer", "-");

        (ended.Status, ended.Output).ShouldBe((1, ""));
        ended.Error.ShouldStartWith("-: ");
        (await runkit.RunAsync("exec", "-L", "work", "--", "list-buffers")).ShouldBeDone().ShouldBe("");
    }

    [Fact]
    public async Task A_reply_over_the_bound_is_cut_and_said_to_be()
    {
        await using var runkit = new Runkit { Input = [.. Enumerable.Repeat((byte)'x', (16 * 1024 * 1024) + 1)] };
        await runkit.Sandbox.StartAsync("work");
        var file = Path.Combine(runkit.Sandbox.Root, "out");
        (await runkit.RunAsync("exec", "-L", "work", "--timeout", "60s", "--", "load-buffer", "-")).ShouldBeDone();
        runkit.Input = [];

        var ended = await runkit.RunIntoAsync(file, "exec", "-L", "work", "--timeout", "60s", "--", "show-buffer");

        ended.Status.ShouldBe(1);
        ended.Error.ShouldBe("runkit: work: the reply was cut: tmux printed more than the 16 MiB that are kept\n");
        new FileInfo(file).Length.ShouldBe(16 * 1024 * 1024);
    }

    [Fact]
    public async Task A_kill_without_a_node_starts_no_process()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        runkit.Environment["PATH"] = "/nowhere";

        (await runkit.RunAsync("ls")).ShouldBeDone().ShouldContain("running");
        (await runkit.RunAsync("tree")).ShouldBeDone().ShouldContain("work");
        (await runkit.RunAsync("exec", "-L", "work", "--", "list-sessions", "-F", "#{session_id}")).ShouldBeDone().ShouldBe("$0\n");
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone();
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("process")]
    public async Task Either_client_runs_a_command(string client)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        runkit.Environment["RUNKIT_CLIENT"] = client;

        (await runkit.RunAsync("ls")).ShouldBeDone().ShouldContain("running");
        (await runkit.RunAsync("exec", "-L", "work", "--", "display-message", "-p", "#{session_name}")).ShouldBeDone().ShouldBe("user\n");
        runkit.Environment["RUNKIT_CLIENT"] = "pigeon";
        (await runkit.RunAsync("ls")).ShouldComplain(1, "allowed: auto, socket, process");
    }

    [Fact]
    public async Task The_reply_to_a_command_is_data()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");

        (await runkit.RunAsync("exec", "-L", "work", "--", "display-message", "-p", "@3 #{session_name}")).ShouldBeDone().ShouldBe("@3 user\n");
        (await runkit.RunAsync("exec", "-L", "work", "--", "set-option", "-g", "@mine", "\\;")).ShouldBeDone().ShouldBe("");
        (await runkit.RunAsync("exec", "-L", "work", "--", "show-options", "-gv", "@mine")).ShouldBeDone().ShouldBe(";\n");
        (await runkit.RunAsync("exec", "-L", "work", "--json", "--", "display-message", "-p", "a\nb")).ShouldBeDone()
            .ShouldBe("{\"outcome\":\"completed\",\"output\":\"a\\nb\\n\",\"error\":\"\",\"cut\":false,\"lines\":[\"a\",\"b\"],\"status\":0}\n");
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

        (await runkit.RunAsync("exec", "-L", "work", "--", "kill-window", "-t", "@99")).ShouldBe(new Runkit.Ended(1, "", "can't find window: @99\n"));
        (await runkit.RunAsync("exec", "-L", "work", "--", "display-message", "-p", "hi", ";", "kill-window", "-t", "@99"))
            .ShouldBe(new Runkit.Ended(1, "hi\n", "can't find window: @99\n"));
        (await runkit.RunAsync("exec", "-L", "work", "--", "run-shell", "exit 3")).Status.ShouldBe(3);
        (await runkit.RunAsync("exec", "-L", "nobody", "--", "list-windows")).ShouldComplain(1, "there is no server named nobody");
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_a_timeout()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        await runkit.Sandbox.TmuxAsync("work", "set-option", "-s", "command-alias[100]", "forever=wait-for never");

        (await runkit.RunAsync("exec", "-L", "work", "--timeout", "300ms", "--", "forever")).ShouldComplain(124, "did not answer within 0.3 s");
    }

    [Fact]
    public async Task No_command_of_the_users_is_refused()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");

        (await runkit.RunAsync("exec", "-L", "work", "--", "run-shell", "true")).ShouldBeDone();
        (await runkit.RunAsync("exec", "-L", "work", "--", "wait-for", "-S", "somebody")).ShouldBeDone();
        (await runkit.RunAsync("exec", "-L", "work", "--", "kill-server")).ShouldBeDone();
        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("work"), "it is dead");
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
