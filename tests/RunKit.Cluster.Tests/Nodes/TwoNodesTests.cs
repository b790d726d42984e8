using RunKit.Tmux.Lifecycle;

namespace RunKit.Cluster.Tests.Nodes;

/// <summary>Two nodes over real TLS: they find each other, tell of their servers, and ask each other.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task Two_nodes_recognise_each_other_and_answer()
    {
        await using var cluster = new TestCluster().With("a", "b");
        var (a, b) = (cluster.Start("a"), cluster.Start("b"));
        b.Plane.Servers = [View("b", "work")];

        await TestCluster.AreOneAsync(a, b);

        await Eventually.TrueAsync(() => a.Node.GetOtherServers().Any(view => view is { Node: "b", Name: "work" }), "a knows of the server of b");
        (await a.On(b).KillAsync(new ServerName("work"), CancellationToken.None)).ShouldBeOfType<KillOutcome.AlreadyDead>();
        b.Plane.Asked.ShouldContain("kill work");
        b.Plane.Callers.ShouldContain("a/tester");
        a.Happened.ShouldContain("b Joined");
    }

    [Fact]
    public async Task A_node_whose_part_of_the_cluster_begins_anew_is_reached_again()
    {
        await using var cluster = new TestCluster().With("a", "b");
        var (a, b) = (cluster.Start("a"), cluster.Start("b"));
        await TestCluster.AreOneAsync(a, b);

        b.Context.BeginAnew("a test wants it");

        await Eventually.TrueAsync(() => b.Happened.Contains("a Unreachable"), "b has lost a");
        await TestCluster.AreOneAsync(a, b);
        (await a.On(b).GetRunsAsync(CancellationToken.None)).ShouldBeEmpty();
        (await b.On(a).GetRunsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    internal static ServerView View(string node, string name) => new(
        node, name, $"/tmp/{name}", ServerStatus.Connected, null, null, new ServerGeneration(7, 8), "3.5a", GuardState.Floor, 1, 2, 3, 0, DateTimeOffset.UnixEpoch, 4);
}
