
namespace RunKit.Cluster.Tests.Processes;

/// <summary>Machines of one cluster, made as a person makes them: with the verbs of <c>cluster</c>.</summary>
internal sealed class Machines : IAsyncDisposable
{
    private Machines(ImmutableArray<RealNode> nodes) => Nodes = nodes;

    public ImmutableArray<RealNode> Nodes { get; }

    public static async Task<Machines> MakeAsync(params string[] names)
    {
        var machines = new Machines([.. names.Select(name => new RealNode(name))]);
        var founder = machines.Nodes[0];
        await DoneAsync(founder, "cluster", "init", "--name", founder.Name, "--listen", founder.Listen);
        foreach (var node in machines.Nodes.Skip(1))
        {
            var file = Path.Combine(node.Sandbox.Root, "invitation");
            await DoneAsync(founder, "cluster", "invite", node.Name, "--listen", node.Listen, "--out", file);
            await DoneAsync(node, "cluster", "join", file);
        }

        return machines;
    }

    /// <summary>Starts all of them, each with one server, and waits until all reach all.</summary>
    public async Task StartAsync(string grant = "read")
    {
        foreach (var node in Nodes)
        {
            await node.Sandbox.StartAsync("work");
            await node.StartAsync(grant);
        }

        await AreOneAsync();
        await Task.WhenAll(Nodes.Select(node => node.ConnectsAsync("work")));
    }

    public async Task AreOneAsync()
    {
        foreach (var (one, other) in from one in Nodes from other in Nodes where one != other select (one, other))
        {
            await one.SeesAsync(other.Name, NodeState.Up);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task DoneAsync(RealNode node, params string[] words)
    {
        var run = await node.RunAsync(words);
        run.Status.ShouldBe(0, run.Error);
    }
}
