using RunKit.Cluster.Links;
using RunKit.Cluster.Relay;
using RunKit.Cluster.Tests.Nodes;

namespace RunKit.Cluster.Tests.Relay;

/// <summary>Calls of one node at another, over real TLS.</summary>
public sealed class RelayTests(Pair pair) : IClassFixture<Pair>
{
    private static readonly ServerName Work = new("work");
    private static readonly PaneAddress Pane = new(Work, new PaneId(5));

    private IControlPlane OnA => pair.B.On(pair.A);

    private IControlPlane OnB => pair.A.On(pair.B);

    [Fact]
    public async Task Every_call_reaches_the_other_node_and_comes_back_with_its_answer()
    {
        var plane = pair.A.Plane;
        plane.Servers = [TwoNodesTests.View("a", "work")];
        plane.OnCommand = (verb, _, words) => new CommandOutcome.Failed($"{verb} {string.Join(' ', words)}", 3, "out", true);
        plane.OnKill = _ => new KillOutcome.Killed(new ServerGeneration(1, 2), "seen");
        plane.OnTree = _ => new TreeOutcome.NotKnown("not yet");
        plane.OnSend = (_, request) => new SendOutcome.Refused(request.Text);
        var end = CancellationToken.None;

        (await OnA.GetServersAsync(end)).ShouldBe(plane.Servers);
        (await OnA.GetLastEventIdAsync(end)).ShouldBe(await plane.GetLastEventIdAsync(end));
        (await OnA.GetTreeAsync(Work, end)).ShouldBe(new TreeOutcome.NotKnown("not yet"));
        (await OnA.ExecuteAsync(Work, ["list-keys", "-T"], new CommandOptions("me", TimeSpan.FromSeconds(2)) { Input = [1, 2] }, end)).ShouldBe(new CommandOutcome.Failed("exec list-keys -T", 3, "out", true));
        plane.LastOptions!.Caller.ShouldBe("b/tester");
        plane.LastOptions.Timeout.ShouldBe(TimeSpan.FromSeconds(2));
        (await OnA.KillAsync(Work, new KillOptions(true), end)).ShouldBe(new KillOutcome.Killed(new ServerGeneration(1, 2), "seen"));
        (await OnA.NewAsync(new NewServer(Work, null, null, [], false), end)).ShouldBeOfType<CreateOutcome.Created>();
        (await OnA.CaptureAsync(Pane, CaptureOptions.Everything, end)).ShouldBe(new CaptureOutcome.UnknownPane());
        (await OnA.WaitAsync(Pane, new WaitRequest { Exit = true }, end)).ShouldBe(new WaitOutcome.UnknownPane());
        (await OnA.SendAsync(Pane, new SendRequest("täxt"), end)).ShouldBe(new SendOutcome.Refused("täxt"));
        (await OnA.KeysAsync(Pane, new KeysRequest(["C-c"]), end)).ShouldBeOfType<SendOutcome.Delivered>();
        (await OnA.ReleaseAsync(Work, new ReleaseOptions(true), end)).ShouldBeOfType<CommandOutcome.Failed>();
        (await OnA.GuardAsync(Work, end)).ShouldBeOfType<CommandOutcome.Failed>();
        (await OnA.GetRunsAsync(end)).ShouldBeEmpty();
        (await OnA.CancelRunAsync(new RunId(4), end)).ShouldBeNull();
        var run = new List<RunEvent>();
        await foreach (var happened in OnA.RunAsync(Work, new RunRequest(["ls"]), end))
        {
            run.Add(happened);
        }

        run.ShouldHaveSingleItem().ShouldBeOfType<RunEvent.Ended>().Result.ShouldBeOfType<RunResult.Refused>();
    }

    [Fact]
    public async Task A_large_answer_comes_whole()
    {
        var output = new string('x', 3_000_000);
        pair.A.Plane.OnCommand = (_, _, _) => new CommandOutcome.Completed(output);

        (await OnA.ExecuteAsync(Work, ["capture-pane"], CancellationToken.None)).ShouldBe(new CommandOutcome.Completed(output));
    }

    [Fact]
    public async Task What_is_too_large_to_ask_is_not_sent()
    {
        var asked = pair.A.Plane.Asked.Count;

        (await Should.ThrowAsync<NodeCallException>(() => OnA.SendAsync(Pane, new SendRequest(new string('x', 100_000)), CancellationToken.None))).Message.ShouldContain("too large");

        pair.A.Plane.Asked.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_node_that_grants_read_changes_nothing_whatever_it_is_asked()
    {
        var asked = pair.B.Plane.Asked.Count;
        NodeCall[] changes =
        [
            new WaitCall(Work, Pane.Pane, new WaitRequest { Exit = true }), new SendCall(Work, Pane.Pane, new SendRequest("x")), new KeysCall(Work, Pane.Pane, new KeysRequest(["a"])),
            new RunCall(Work, new RunRequest(["ls"])), new CancelRunCall(new RunId(1)), new NewCall(new NewServer(Work, null, null, [], false)), new GuardCall(Work),
            new ReleaseCall(Work, true), new KillCall(Work, true), new ExecuteCall(Work, ["kill-server"], null, null),
        ];
        foreach (var change in changes)
        {
            // As a node that is not ours would: nothing on this side looks at the scope.
            var answers = pair.A.Context.Relays.AskAsync("b", new NodeCaller("x", AccessScope.Admin), change, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
            var refusal = await Should.ThrowAsync<NodeCallException>(async () => await answers.GetAsyncEnumerator().MoveNextAsync(), change.Operation);
            refusal.Code.ShouldBe(NodeCallException.ScopeTooSmall);
            refusal.Message.ShouldContain("cluster.grant is read");
            pair.B.Refused.ShouldContain($"a/x {change.Operation}");
        }

        pair.B.Plane.Asked.Skip(asked).ShouldAllBe(question => !question.StartsWith("kill", StringComparison.Ordinal));
        pair.B.Plane.Callers.ShouldBeEmpty();
        (await OnB.GetRunsAsync(CancellationToken.None)).ShouldBeEmpty();

        // What is not among them only reads.
        typeof(NodeCall).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(NodeCall))).ShouldBe(changes.Length + 6);
    }

    [Fact]
    public async Task A_callers_own_scope_limits_it_at_the_other_node_too() =>
        (await Should.ThrowAsync<NodeCallException>(() => pair.B.On(pair.A, AccessScope.Input).KillAsync(Work, CancellationToken.None))).Message.ShouldContain("the caller's scope is input");

    [Fact]
    public async Task What_is_answered_late_is_unknown_and_never_not_done()
    {
        var late = pair.B.Context.Relays.AskAsync("a", new NodeCaller("x", AccessScope.Admin), new EventsCall([], [], null, null), TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);

        (await Should.ThrowAsync<TimeoutException>(async () => await late.GetAsyncEnumerator().MoveNextAsync())).Message.ShouldContain("nobody can tell");
        await Eventually.TrueAsync(() => pair.A.Plane.Readers == 0, "nobody is read for any more");
    }

    [Fact]
    public async Task A_reader_of_events_gets_each_in_order_and_its_end_ends_the_reading_there()
    {
        const int many = 2000;
        using var end = new CancellationTokenSource();
        var events = OnA.ReadEventsAsync(await OnA.GetLastEventIdAsync(end.Token), end.Token).GetAsyncEnumerator(end.Token);
        var next = events.MoveNextAsync();
        for (var i = 0; i < many; i++)
        {
            pair.A.Plane.Publish("work", new ServerReachable());
        }

        long? before = null;
        for (var i = 0; i < many; i++)
        {
            (await next).ShouldBeTrue();
            events.Current.Node.ShouldBe("a");
            before.ShouldBeOneOf(null, events.Current.Id.Sequence - 1);
            before = events.Current.Id.Sequence;
            next = events.MoveNextAsync();
        }

        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        await events.DisposeAsync();
        await Eventually.TrueAsync(() => pair.A.Plane.Readers == 0, "nobody is read for any more");
    }

    [Fact]
    public void A_node_that_there_is_none_of_is_told_at_once() =>
        Should.Throw<NodeCallException>(() => pair.A.Node.On("nobody", new NodeCaller("x", AccessScope.Read))).Code.ShouldBe(NodeCallException.UnknownNode);

    [Fact]
    public void A_member_that_answers_is_not_forgotten() => Should.Throw<NodeCallException>(() => pair.A.Node.Forget("b")).Message.ShouldContain("cluster leave");
}
