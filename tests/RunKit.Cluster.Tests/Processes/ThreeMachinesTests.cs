
namespace RunKit.Cluster.Tests.Processes;

/// <summary>Real processes of <c>runkit serve</c> over real TLS, each with servers of its own.</summary>
public sealed class ThreeMachinesTests
{
    private static readonly ServerName Work = new("work");

    [Fact]
    public async Task A_verb_reaches_another_node_within_its_grant_and_both_write_it_down()
    {
        await using var machines = await Machines.MakeAsync("a", "b");
        var (a, b) = (machines.Nodes[0], machines.Nodes[1]);
        await b.Sandbox.StartAsync("only-b");
        await a.Sandbox.StartAsync("work");
        await b.StartAsync(grant: "admin");
        await a.StartAsync();
        await machines.AreOneAsync();
        await b.ConnectsAsync("only-b");
        await a.ConnectsAsync("work");

        await Eventually.TrueAsync(async () => (await a.AskAsync("ls")).Output.Contains("only-b", StringComparison.Ordinal), "a lists the server of b");
        var listed = await a.AskAsync("ls");
        listed.Output.ShouldStartWith("NODE");
        listed.Output.Split('\n').ShouldContain(line => line.StartsWith("b ", StringComparison.Ordinal) && line.Contains("only-b", StringComparison.Ordinal));
        (await a.AskAsync("ls", "--quiet")).Output.ShouldBe("work\n");
        (await a.AskAsync("panes")).Output.ShouldContain("only-b");
        (await a.AskAsync("nodes")).Output.ShouldContain(b.Listen);

        var run = await a.AskAsync("exec", "--on", "b", "-L", "only-b", "--", "display-message", "-p", "#{socket_path}");
        run.Output.ShouldEndWith("/only-b\n", customMessage: run.Error);
        var refused = await b.AskAsync("exec", "--on", "a", "-L", "work", "--", "kill-server");
        refused.Status.ShouldBe(1);
        refused.Error.ShouldContain("cluster.grant is read");
        a.Sandbox.IsAlive("work").ShouldBeTrue();

        File.ReadLines(b.Audit).ShouldContain(line => line.Contains("\"by\":\"a/uid-", StringComparison.Ordinal) && line.Contains("\"operation\":\"exec\"", StringComparison.Ordinal));
        File.ReadLines(a.Audit).ShouldContain(line => line.Contains("\"node\":\"b\"", StringComparison.Ordinal));
        File.ReadLines(a.Audit).ShouldContain(line => line.Contains("\"by\":\"b/uid-", StringComparison.Ordinal) && line.Contains("scope-too-small", StringComparison.Ordinal));

        var nobody = await a.AskAsync("tree", "--on", "nobody");
        nobody.Status.ShouldBe(1);
        nobody.Error.ShouldContain("there is no node named nobody");
    }

    [Fact]
    public async Task Nodes_are_killed_stopped_and_gone_and_no_other_process_ends_nor_loses_a_server()
    {
        await using var machines = await Machines.MakeAsync("a", "b", "c");
        var (a, b, c) = (machines.Nodes[0], machines.Nodes[1], machines.Nodes[2]);
        await machines.StartAsync();
        using var watched = new Watched(await a.ConnectAsync());

        // The founder's neighbours die and come back.
        c.KillHard();
        await a.SeesAsync("c", NodeState.Unreachable);
        await b.SeesAsync("c", NodeState.Unreachable);
        await ServesAsync(a, b);
        await c.StartAsync();
        await machines.AreOneAsync();

        // One is stopped for longer than the failure detector has patience, and goes on.
        b.Sandbox.Stop(b.Identity);
        await a.SeesAsync("b", NodeState.Unreachable);
        await ServesAsync(a, c);
        b.Sandbox.Continue(b.Identity);
        await machines.AreOneAsync();
        await ServesAsync(a, b, c);

        // One leaves in order.
        (await c.StopAsync()).ShouldBe(0, c.Said);
        await a.SeesAsync("c", null);

        // The founder, whose address is the lowest or not, dies, and returns.
        a.KillHard();
        await b.SeesAsync("a", NodeState.Unreachable);
        await ServesAsync(b);
        await a.StartAsync();
        await a.SeesAsync("b", NodeState.Up);
        await b.SeesAsync("a", NodeState.Up);
        await ServesAsync(a, b);

        watched.Types.ShouldBe(["node.unreachable c", "node.reachable c", "node.unreachable b", "node.reachable b", "node.left c"]);
        watched.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_whose_founder_is_away_serves_alone_and_joins_when_it_comes()
    {
        await using var machines = await Machines.MakeAsync("a", "b");
        var (a, b) = (machines.Nodes[0], machines.Nodes[1]);
        await b.Sandbox.StartAsync("work");
        await b.StartAsync();
        await b.ConnectsAsync("work");
        (await b.AskAsync("nodes", "--json")).Output.ShouldContain("\"name\":\"b\"");

        await a.StartAsync();

        await machines.AreOneAsync();
        b.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_told_in_one_line_and_the_node_serves_alone()
    {
        await using var machines = await Machines.MakeAsync("a");
        var a = machines.Nodes[0];
        File.WriteAllText(Path.Combine(a.Config, "runkit", "cluster", "node.pem"), "no certificate");
        await a.Sandbox.StartAsync("work");

        await a.StartAsync();

        await a.ConnectsAsync("work");
        a.Said.ShouldContain("this node serves alone");
        a.Said.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_revoked_node_is_taken_out_and_one_that_leaves_goes_on_alone()
    {
        await using var machines = await Machines.MakeAsync("a", "b", "c");
        var (a, b, c) = (machines.Nodes[0], machines.Nodes[1], machines.Nodes[2]);
        await machines.StartAsync();

        (await a.RunAsync("cluster", "revoke", "c")).Status.ShouldBe(0);
        await a.SeesAsync("c", null);
        await b.SeesAsync("c", null);
        c.HasEnded.ShouldBeFalse();
        await ServesAsync(c);

        (await b.RunAsync("cluster", "leave")).Status.ShouldBe(0);
        await a.SeesAsync("b", null);
        await b.SeesAsync("a", null);
        await ServesAsync(a, b, c);
    }

    /// <summary>Each answers about its own servers and does what it is told, as if alone.</summary>
    private static async Task ServesAsync(params RealNode[] nodes)
    {
        foreach (var node in nodes)
        {
            node.HasEnded.ShouldBeFalse(node.Said);
            var plane = await node.ConnectAsync();
            (await plane.GetServersAsync(CancellationToken.None)).Single().Status.ShouldBe(ServerStatus.Connected);
            (await plane.ExecuteAsync(Work, ["display-message", "-p", node.Name], CancellationToken.None)).ShouldBe(new CommandOutcome.Completed($"{node.Name}\n"));
        }
    }
}
