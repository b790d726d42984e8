using System.Text.Json;

namespace RunKit.Cli.Tests.Servers;

/// <summary>The verbs against a node whose plane does as it is told.</summary>
public sealed class NodeVerbTests
{
    public static TheoryData<KillOutcome, int, string> Kills => new()
    {
        { new KillOutcome.Killed(new ServerGeneration(7, 8), "its process 7 is gone"), 0, "work: killed; its process 7 is gone" },
        { new KillOutcome.AlreadyDead(), 0, "work: was dead already" },
        { new KillOutcome.UnknownServer(), 1, "there is no server named work" },
        { new KillOutcome.Refused("RunKit itself runs in that server"), 1, "RunKit itself runs in that server" },
        { new KillOutcome.StillAlive("it has not died"), 124, "still alive" },
    };

    public static TheoryData<CommandOutcome, int, string> Commands => new()
    {
        { CommandOutcome.Completed.Of("one", "two"), 0, "one\ntwo\n" },
        { new CommandOutcome.NotSent("it is being dialled"), 1, "it is being dialled" },
        { new CommandOutcome.Unknown("the connection ended"), 1, "nobody can tell whether it ran" },
        { new CommandOutcome.Unknown("it did not end within 1 s", TimedOut: true), 124, "nobody can tell whether it ran" },
    };

    public static TheoryData<CreateOutcome, int, string> Creations => new()
    {
        { new CreateOutcome.Created(new ServerGeneration(7, 8), new SessionId(0)), 0, "work: started, pid 7, session $0" },
        { new CreateOutcome.Created(new ServerGeneration(7, 8), new SessionId(0)) { Name = "a_b" }, 0, "session $0 a_b" },
        { new CreateOutcome.Joined(new ServerGeneration(7, 8), new SessionId(2)), 0, "added session $2" },
        { new CreateOutcome.AlreadyRuns(), 1, "--attach-ok" },
        { new CreateOutcome.NotCreated("no room"), 1, "no room" },
    };

    [Fact]
    public async Task The_timeout_of_an_exec_reaches_the_plane()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });

        await runkit.RunAsync("exec", "-L", "work", "--timeout", "1.5s", "--node", node.Socket, "--", "ls");
        node.Plane.LastOptions!.Timeout.ShouldBe(TimeSpan.FromSeconds(1.5));
        await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "ls");
        node.Plane.LastOptions!.Timeout.ShouldBeNull();
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("601s")]
    [InlineData("5")]
    [InlineData("soon")]
    public async Task A_timeout_out_of_range_is_wrong_usage(string timeout)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("exec", "-L", "work", "--timeout", timeout, "--", "ls")).ShouldComplain(2, "--timeout");
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Kill_ends_as_the_kill_did(KillOutcome outcome, int status, string words)
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        node.Plane.OnKill = _ => outcome;

        ShouldEnd(await runkit.RunAsync("kill", "-L", "work", "--node", node.Socket), status, words);
        var told = JsonDocument.Parse((await runkit.RunAsync("kill", "-L", "work", "--json", "--node", node.Socket)).Output).RootElement;
        JsonSerializer.Deserialize(told, PlaneJson.Default.KillOutcome).ShouldBe(outcome);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Exec_release_and_guard_end_as_the_command_did(CommandOutcome outcome, int status, string words)
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        node.Plane.OnCommand = (_, _, _) => outcome;

        ShouldEnd(await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "list-windows", "-t", "@1", "--json"), status, words);
        ShouldEnd(await runkit.RunAsync("release", "-L", "work", "--node", node.Socket), status, words);
        ShouldEnd(await runkit.RunAsync("guard", "-L", "work", "--node", node.Socket), status, words);
        node.Plane.Asked.ShouldBe(["exec work list-windows -t @1 --json", "release work", "guard work"]);
    }

    [Fact]
    public async Task An_exec_that_fails_prints_and_ends_as_tmux_does()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        node.Plane.OnCommand = (_, _, _) => new CommandOutcome.Failed("can't find pane: %9", 3, "before\n");

        (await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "x")).ShouldBe(new Runkit.Ended(3, "before\n", "can't find pane: %9\n"));
        (await runkit.RunAsync("release", "-L", "work", "--node", node.Socket)).ShouldComplain(1, "tmux: can't find pane: %9");
    }

    [Fact]
    public async Task A_reply_that_was_cut_is_no_success()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        node.Plane.OnCommand = (_, _, _) => new CommandOutcome.Completed("half", Cut: true);

        var ended = await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "x");

        (ended.Status, ended.Output).ShouldBe((1, "half"));
        ended.Error.ShouldStartWith("runkit: work: the reply was cut");
    }

    [Fact]
    public async Task What_is_piped_into_exec_reaches_the_plane_where_the_command_asks_for_it()
    {
        await using var runkit = new Runkit { Input = [.. "text ü"u8] };
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });

        await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "load-buffer", "-");
        node.Plane.LastOptions!.Input!.Value.ShouldBe("text ü"u8.ToArray());
        await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "list-sessions");
        node.Plane.LastOptions!.Input.ShouldBeNull();

        runkit.Input = [0xff];
        (await runkit.RunAsync("exec", "-L", "work", "--node", node.Socket, "--", "load-buffer", "-")).ShouldComplain(1, "its input is not UTF-8");
    }

    [Fact]
    public async Task A_release_and_a_kill_are_forced_when_that_is_said()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        node.Plane.OnKill = _ => new KillOutcome.AlreadyDead();

        (await runkit.RunAsync("release", "-L", "work", "--force", "--node", node.Socket)).ShouldBeDone().ShouldBe("work: is released already\n");
        (await runkit.RunAsync("guard", "-L", "work", "--node", node.Socket)).ShouldBeDone().ShouldBe("work: is guarded from now on\n");
        (await runkit.RunAsync("kill", "-L", "work", "--force", "--node", node.Socket)).ShouldBeDone();

        node.Plane.Asked.ShouldBe(["release by force work", "guard work", "kill work by force"]);
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task New_ends_as_the_creation_did(CreateOutcome outcome, int status, string words)
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        NewServer? asked = null;
        node.Plane.OnNew = request =>
        {
            asked = request;
            return outcome;
        };

        ShouldEnd(
            await runkit.RunAsync("new", "-L", "work", "-s", "main", "-c", "/tmp", "--attach-ok", "--node", node.Socket, "--", "top", "-d", "1"), status, words);

        (asked!.Server.Value, asked.Session, asked.Directory, asked.AttachOk).ShouldBe(("work", "main", "/tmp", true));
        asked.Command.ShouldBe(["top", "-d", "1"]);
    }

    [Fact]
    public async Task Ls_shows_what_the_node_says()
    {
        ImmutableArray<ServerView> views =
        [
            FakeControlPlane.View("dead") with { Status = ServerStatus.BackingOff, Reason = ServerReason.Killed, Generation = null },
            FakeControlPlane.View("slow") with { Status = ServerStatus.BackingOff, Reason = ServerReason.Unresponsive, Error = "no answer" },
            FakeControlPlane.View("work"),
        ];
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = views });

        var json = (await runkit.RunAsync("ls", "--json", "--node", node.Socket)).ShouldBeDone();
        JsonSerializer.Deserialize(json, PlaneJson.Default.ImmutableArrayServerView).ShouldBe(views);
        var table = (await runkit.RunAsync("ls", "--live", "--node", node.Socket)).ShouldBeDone().Split('\n');
        table[0].ShouldEndWith("ERROR");
        table[1].ShouldStartWith("slow");
        table[1].ShouldEndWith("no answer");
        table[2].ShouldStartWith("work");
        table.Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_node_of_ones_own_runtime_directory_is_the_one_that_is_asked()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        Directory.CreateDirectory(Path.GetDirectoryName(runkit.NodeSocket)!);
        File.Move(node.Socket, runkit.NodeSocket);

        (await runkit.RunAsync("ls")).ShouldBeDone().ShouldContain("work");
        File.Move(runkit.NodeSocket, node.Socket);
    }

    [Fact]
    public async Task A_node_that_fails_is_one_line()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        node.Plane.OnKill = _ => throw new InvalidOperationException("secret");

        (await runkit.RunAsync("kill", "-L", "work", "--node", node.Socket)).ShouldComplain(1, "the node failed at this request");
        node.Plane.OnKill = _ => throw new TimeoutException("the plane did not answer within 5 s");
        (await runkit.RunAsync("kill", "-L", "work", "--node", node.Socket)).ShouldComplain(124, "the plane did not answer within 5 s");
    }

    private static void ShouldEnd(Runkit.Ended ended, int status, string words)
    {
        if (status == 0)
        {
            ended.ShouldBeDone().ShouldContain(words);
        }
        else
        {
            ended.ShouldComplain(status, words);
        }
    }
}
