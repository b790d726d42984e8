using System.Net.Sockets;

namespace RunKit.Cli.Tests.Serving;

public sealed class ServeTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task A_node_listens_where_only_its_user_can_reach_it_and_leaves_nothing_behind()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync();

        File.GetUnixFileMode(Path.GetDirectoryName(runkit.NodeSocket)!).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(runkit.NodeSocket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        node.Error.ShouldContain("listening on ");
        node.Terminate();

        var ended = await node.EndAsync();
        (ended.Status, ended.Output).ShouldBe((0, ""));
        File.Exists(runkit.NodeSocket).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_that_ends_ends_its_readers_streams_and_does_not_wait_for_them()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync();
        var watch = runkit.Start("watch");
        await watch.SaysAsync("watching node");
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(runkit.NodeSocket));
        await connection.SendAsync("GET /v1/events HTTP/1.0\r\nHost: node\r\n\r\n"u8.ToArray());
        using var stream = new StreamReader(new NetworkStream(connection));
        while (await stream.ReadLineAsync() != ": connected")
        {
            // Up to the word that it is heard.
        }

        node.Terminate();

        (await node.EndAsync()).Status.ShouldBe(0);
        (await stream.ReadToEndAsync()).ShouldEndWith(": the node ends\n\n");
    }

    [Fact]
    public async Task A_second_node_in_the_same_place_is_refused_and_the_first_one_goes_on()
    {
        await using var runkit = new Runkit();
        var first = await runkit.ServeAsync();

        (await runkit.RunAsync("serve")).ShouldComplain(1, $"a node already runs at {runkit.NodeSocket} (pid {first.Pid})");
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_second_node_on_the_same_directory_hears_who_has_it_and_the_first_one_goes_on()
    {
        await using var runkit = new Runkit();
        var first = await runkit.ServeAsync();
        var elsewhere = Path.Combine(runkit.RuntimeDirectory, "elsewhere", "node.sock");

        (await runkit.RunAsync("serve", "--node", elsewhere)).ShouldComplain(1, $"process {first.Pid}, has the socket directory");

        File.Exists(elsewhere).ShouldBeFalse();
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
        first.KillHard();
        await first.EndAsync();
        await runkit.Start("serve", "--node", elsewhere).SaysAsync("node ready on");
    }

    [Fact]
    public async Task Of_nodes_that_start_at_once_one_runs()
    {
        await using var runkit = new Runkit();
        Runkit.Background[] nodes = [.. Enumerable.Range(0, 3).Select(_ => runkit.Start("serve"))];

        await Eventually.TrueAsync(() => nodes.Count(node => node.HasEnded) == 2, "two have given up", TimeSpan.FromSeconds(60));
        var survivor = nodes.Single(node => !node.HasEnded);

        await survivor.SaysAsync("node ready on");
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone();
    }

    [Fact]
    public async Task What_a_killed_node_left_is_no_hindrance()
    {
        await using var runkit = new Runkit();
        var killed = await runkit.ServeAsync();
        killed.KillHard();
        await killed.EndAsync();
        File.Exists(runkit.NodeSocket).ShouldBeTrue();

        (await runkit.RunAsync("ls", "--json")).ShouldBeDone();
        await runkit.ServeAsync();
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone();
    }

    [Theory]
    [InlineData("exec /bin/echo tmux 3.1c", "too old")]
    [InlineData("exec /bin/echo what", "cannot tell tmux's version")]
    [InlineData("exit 1", "does not know -N")]
    public async Task A_tmux_that_will_not_do_is_said_before_anything_is_touched(string tmux, string words)
    {
        await using var runkit = new Runkit();
        Directory.Delete(runkit.Sandbox.SocketDirectory);
        var program = Path.Combine(runkit.Sandbox.Root, "tmux");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{tmux}\n");
        File.SetUnixFileMode(program, OwnerOnly);
        runkit.Environment["PATH"] = $"{runkit.Sandbox.Root}:{System.Environment.GetEnvironmentVariable("PATH")}";

        (await runkit.RunAsync("serve")).ShouldComplain(1, words);

        Directory.Exists(runkit.Sandbox.SocketDirectory).ShouldBeFalse();
        Directory.GetFileSystemEntries(runkit.RuntimeDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_tmux_there_is_no_node()
    {
        await using var runkit = new Runkit();
        runkit.Environment["PATH"] = "/nowhere";

        (await runkit.RunAsync("serve")).ShouldComplain(1, "install tmux 3.2 or later");
    }

    [Fact]
    public async Task A_socket_directory_that_will_not_do_is_said()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "file");
        await File.WriteAllTextAsync(file, "");

        (await runkit.RunAsync("serve", "--socket-dir", file)).ShouldComplain(1, "not a directory");
        File.SetUnixFileMode(runkit.Sandbox.SocketDirectory, (UnixFileMode)0b_111_111_111);
        (await runkit.RunAsync("serve")).ShouldComplain(1, "chmod 700");
    }

    [Fact]
    public async Task A_place_for_the_nodes_socket_that_others_can_reach_is_refused()
    {
        await using var runkit = new Runkit();
        var open = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "open")).FullName;
        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        var link = Path.Combine(runkit.Sandbox.Root, "link");
        Directory.CreateSymbolicLink(link, runkit.RuntimeDirectory);
        var file = Path.Combine(runkit.RuntimeDirectory, "file");
        await File.WriteAllTextAsync(file, "mine");

        (await runkit.RunAsync("serve", "--node", Path.Combine(open, "node.sock"))).ShouldComplain(1, $"chmod 700 {open}");
        (await runkit.RunAsync("serve", "--node", Path.Combine(link, "node.sock"))).ShouldComplain(1, "symbolic link");
        File.SetUnixFileMode(runkit.RuntimeDirectory, OwnerOnly);
        (await runkit.RunAsync("serve", "--node", file)).ShouldComplain(1, "is not a socket");
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_configuration_that_will_not_do_is_said_in_one_line()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "node.conf");
        await File.WriteAllTextAsync(file, "runkit.gaurd = observe");

        (await runkit.RunAsync("serve", "--config", file)).ShouldComplain(1, "runkit.gaurd");
        (await runkit.RunAsync("serve", "--config", "/nowhere.conf")).ShouldComplain(1, "/nowhere.conf");
        await File.WriteAllTextAsync(file, "runkit { guard = ");
        (await runkit.RunAsync("serve", "--config", file)).ShouldComplain(1, file);
    }

    [Fact]
    public async Task An_actor_logs_with_its_path_and_nothing_is_logged_on_stdout()
    {
        await using var runkit = new Runkit();
        var work = await runkit.Sandbox.StartAsync("work");
        var node = await runkit.ServeAsync("--log-level", "debug");
        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("ls")).Output.Contains("running", StringComparison.Ordinal), "the node has connected");

        runkit.Sandbox.KillHard(work);
        await node.SaysAsync("server work lost");
        node.Terminate();
        var ended = await node.EndAsync();

        ended.Error.Split('\n').Single(line => line.Contains("server work lost", StringComparison.Ordinal)).ShouldContain(" INF akka://runkit/user/runkit/");
        ended.Error.ShouldContain("Starting coordinated shutdown");
        ended.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_server_says_who_killed_it_and_since_when_it_is_dead_whoever_looks()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        await runkit.ServeAsync();
        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("ls")).Output.Contains("running", StringComparison.Ordinal), "the node has connected");
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone();
        var dead = await ViewAsync();

        await Eventually.TrueAsync(async () => (await ViewAsync()).Attempt >= dead.Attempt + 3, "it has been dialled a few times");

        var later = await ViewAsync();
        (later.Since, later.Ended).ShouldBe((dead.Since, dead.Ended));
        (later.Ended!.Cause, later.Ended.By).ShouldBe((LossCause.Killed, $"uid-{await runkit.UserAsync()}"));
        (await runkit.RunAsync("ls")).ShouldBeDone().ShouldContain("dead: killed ");

        async Task<ServerView> ViewAsync() => ServerViewJson.Read((await runkit.RunAsync("ls", "--json")).ShouldBeDone()).Single();
    }

    [Fact]
    public async Task Flags_go_over_the_environment_and_the_file()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "node.conf");
        await File.WriteAllTextAsync(file, "runkit { guard = floor, node = from-file }");
        runkit.Environment["RUNKIT_GUARD"] = "floor";
        await runkit.Sandbox.StartAsync("work", "user");

        await runkit.ServeAsync("--config", file, "--guard", "observe", "--socket-dir", runkit.Sandbox.SocketDirectory);
        runkit.Environment.Remove("RUNKIT_GUARD");
        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"guard\":\"observe\"", StringComparison.Ordinal),
            "the server is connected and observed");

        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldContain("\"node\":\"from-file\"");
        (await runkit.RunAsync("exec", "-S", "/elsewhere/work", "--", "list-windows")).ShouldComplain(1, runkit.Sandbox.SocketDirectory);
    }

    [Fact]
    public async Task From_its_start_to_its_end_through_a_node()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--log-level", "warning");
        var watch = runkit.Start("watch", "-L", "work", "--until", "server.lost", "--json");
        await watch.SaysAsync("watching node");

        (await runkit.RunAsync("new", "-L", "work", "-s", "main")).ShouldBeDone().ShouldStartWith("work: started");
        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("ls")).Output.Contains("running", StringComparison.Ordinal),
            "the node has connected");
        (await runkit.RunAsync("exec", "-L", "work", "--", "display-message", "-p", "-t", "main:", "#{session_name}")).ShouldBeDone().ShouldBe("main\n");
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone().ShouldStartWith("work: killed");

        runkit.Sandbox.IsAlive("work").ShouldBeFalse();
        await node.SaysAsync("\"phase\":\"outcome\",\"operation\":\"kill\"");
        node.Error.Split('\n').Where(line => line.Contains("\"phase\":\"intent\"", StringComparison.Ordinal)).Select(line => line.Split("\"operation\":\"")[1].Split('"')[0]).ShouldBe(["new", "exec", "kill"]);
        var ended = await watch.EndAsync();
        ended.Status.ShouldBe(0);
        ended.Output.ShouldContain("\"cause\":\"killed\"");
    }
}
