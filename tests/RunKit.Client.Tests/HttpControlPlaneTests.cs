using RunKit.Tmux.Lifecycle;

namespace RunKit.Client.Tests;

public sealed class HttpControlPlaneTests
{
    private static readonly ServerName Work = new("work");

    public static TheoryData<CreateOutcome> Creations => new(
        new CreateOutcome.Created(new ServerGeneration(7, 8), new SessionId(0)),
        new CreateOutcome.Joined(new ServerGeneration(7, 8), new SessionId(3)),
        new CreateOutcome.AlreadyRuns(),
        new CreateOutcome.NotCreated("the start directory /nope does not exist"));

    public static TheoryData<KillOutcome> Kills => new(
        new KillOutcome.Killed(new ServerGeneration(7, 8), "its process 7 is gone"),
        new KillOutcome.Killed(null, "its process 7 is gone"),
        new KillOutcome.AlreadyDead(),
        new KillOutcome.UnknownServer(),
        new KillOutcome.Refused("RunKit itself runs in that server"),
        new KillOutcome.StillAlive("it has not died within 10 s"));

    public static TheoryData<CommandOutcome> Commands => new(
        new CommandOutcome.Completed("one\n\nünï \u001b[1m", "but\n", Cut: true),
        new CommandOutcome.Completed(""),
        new CommandOutcome.Failed("parse error: unknown command: bogus"),
        new CommandOutcome.Failed("two lines\nof it", 3, "printed before\n", Cut: true),
        new CommandOutcome.Failed("", 3),
        new CommandOutcome.NotSent("it is being dialled"),
        new CommandOutcome.Unknown("the connection ended"));

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task Every_outcome_of_a_birth_comes_back_as_it_was(CreateOutcome outcome)
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnNew = _ => outcome;
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await plane.NewAsync(new NewServer(Work, "s", "/", ["sh", "-c", "true"], true), CancellationToken.None)).ShouldBe(outcome);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Every_outcome_of_a_kill_comes_back_as_it_was(KillOutcome outcome)
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnKill = _ => outcome;
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await plane.KillAsync(Work, CancellationToken.None)).ShouldBe(outcome);
    }

    [Fact]
    public async Task A_kill_says_whether_it_is_forced()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnKill = _ => new KillOutcome.AlreadyDead();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        await plane.KillAsync(Work, CancellationToken.None);
        await plane.KillAsync(Work, new KillOptions(Force: true), CancellationToken.None);

        host.Plane.Asked.ShouldBe(["kill work", "kill work by force"]);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_outcome_of_a_command_comes_back_as_it_was(CommandOutcome outcome)
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        host.Plane.OnCommand = (_, _, _) => outcome;
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await plane.ExecuteAsync(Work, ["list-windows", "-a"], CancellationToken.None)).ShouldBe(outcome);
        (await plane.ReleaseAsync(Work, CancellationToken.None)).ShouldBe(outcome);
        (await plane.GuardAsync(Work, CancellationToken.None)).ShouldBe(outcome);
        host.Plane.Asked.ShouldBe(["exec work list-windows -a", "release work", "guard work"]);
    }

    [Fact]
    public async Task A_release_says_whether_it_is_forced()
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        await plane.ReleaseAsync(Work, CancellationToken.None);
        await plane.ReleaseAsync(Work, new ReleaseOptions(Force: true), CancellationToken.None);

        host.Plane.Asked.ShouldBe(["release work", "release by force work"]);
    }

    [Fact]
    public async Task A_commands_input_arrives_as_it_was_and_one_that_is_no_text_is_not_sent()
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane { Servers = [FakeControlPlane.View("work")] });
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        ImmutableArray<byte> text = [.. "ünï \u001b\n\0"u8];

        await plane.ExecuteAsync(Work, ["load-buffer", "-"], CommandOptions.Default with { Input = text }, CancellationToken.None);
        host.Plane.LastOptions!.Input!.Value.ShouldBe(text);
        await plane.ExecuteAsync(Work, ["load-buffer", "-"], CancellationToken.None);
        host.Plane.LastOptions!.Input.ShouldBeNull();

        (await plane.ExecuteAsync(Work, ["load-buffer", "-"], CommandOptions.Default with { Input = [0xff] }, CancellationToken.None))
            .ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("not UTF-8");
        host.Plane.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_asked_for_arrives_word_for_word()
    {
        await using var host = await ApiHost.StartAsync();
        NewServer? arrived = null;
        host.Plane.OnNew = request =>
        {
            arrived = request;
            return new CreateOutcome.AlreadyRuns();
        };
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        await plane.NewAsync(new NewServer(Work, null, "/home/ü", ["sh", "-c", "echo \"a b\"; # 'x'\n"], false), CancellationToken.None);

        arrived!.Session.ShouldBeNull();
        arrived.Directory.ShouldBe("/home/ü");
        arrived.Command.ShouldBe(["sh", "-c", "echo \"a b\"; # 'x'\n"]);
    }

    [Fact]
    public async Task Views_come_back_as_they_were()
    {
        ImmutableArray<ServerView> views =
        [
            FakeControlPlane.View("work"),
            FakeControlPlane.View("dead") with
            {
                Status = ServerStatus.BackingOff, Reason = ServerReason.ServerDead, Generation = null, Version = null, Guard = GuardState.None,
                Error = "no \"server\"\n", Since = DateTimeOffset.UnixEpoch.AddTicks(1234567),
            },
            FakeControlPlane.View("ödd \u001b") with { Status = ServerStatus.Unmanageable, Reason = ServerReason.BadName },
        ];
        await using var host = await ApiHost.StartAsync(new FakeControlPlane { Node = "n-1", Servers = views });
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        plane.Node.ShouldBe("n-1");
        (await plane.GetServersAsync(CancellationToken.None)).ShouldBe(views);
    }

    [Fact]
    public async Task A_command_for_a_server_that_is_not_there_was_not_sent()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnCommand = (_, server, _) => new CommandOutcome.NotSent($"there is no server named {server}");
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await plane.ExecuteAsync(Work, ["ls"], CancellationToken.None)).ShouldBe(new CommandOutcome.NotSent("there is no server named work"));
    }

    [Fact]
    public async Task Where_nobody_listens_the_node_is_unreachable()
    {
        var failure = await Should.ThrowAsync<NodeUnreachableException>(
            () => HttpControlPlane.ConnectAsync("/nowhere/node.sock", CancellationToken.None));

        failure.Message.ShouldContain("/nowhere/node.sock");
    }

    [Fact]
    public async Task A_plane_behind_the_node_that_does_not_answer_is_a_timeout()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnKill = _ => throw new TimeoutException("the plane did not answer within 5 s");
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await Should.ThrowAsync<TimeoutException>(() => plane.KillAsync(Work, CancellationToken.None)))
            .Message.ShouldBe("the plane did not answer within 5 s");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"node\":\"x\"}")]
    [InlineData("")]
    public async Task Whatever_breaks_off_or_is_no_node_is_unreachable(string answer)
    {
        await using var stranger = new Stranger(answer);

        await Should.ThrowAsync<NodeUnreachableException>(() => HttpControlPlane.ConnectAsync(stranger.Socket, CancellationToken.None));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n[]")]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\nhello")]
    public async Task An_answer_that_is_no_nodes_is_a_problem_in_one_line(string answer)
    {
        await using var stranger = new Stranger(answer);

        var problem = await Should.ThrowAsync<NodeProblemException>(
            () => HttpControlPlane.ConnectAsync(stranger.Socket, CancellationToken.None));

        problem.Message.ShouldNotContain("RunKit.");
        problem.Message.ShouldNotContain("Path:");
        problem.Message.ShouldNotContain('\n');
    }

    [Fact]
    public async Task Whoever_is_cancelled_waits_no_longer()
    {
        await using var stranger = new Stranger(null);
        using var cancel = new CancellationTokenSource();

        var connecting = HttpControlPlane.ConnectAsync(stranger.Socket, cancel.Token);
        await stranger.Connected;
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => connecting);
    }
}
