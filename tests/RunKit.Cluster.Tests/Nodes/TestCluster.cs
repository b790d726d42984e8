using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Tests.Nodes;

/// <summary>Nodes of one cluster in this process: real certificates, real TLS on loopback, planes that are fakes.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<TestNode> _nodes = [];

    public string Root { get; } = System.IO.Directory.CreateTempSubdirectory("rk-cluster-").FullName;

    public string Founder { get; private set; } = "";

    public ClusterFiles FilesOf(string name) => new(Path.Combine(Root, name));

    public ClusterSetup SetupOf(string name) => new(FilesOf(name), TimeProvider.System);

    /// <summary>Makes the files of a cluster; the first founds it.</summary>
    public TestCluster With(params string[] names)
    {
        foreach (var name in names)
        {
            var listen = $"127.0.0.1:{FreePort()}";
            if (Founder.Length == 0)
            {
                Founder = name;
                SetupOf(name).Found(name, listen);
                continue;
            }

            var file = Path.Combine(Root, $"{name}.invitation");
            SetupOf(Founder).Invite(name, listen, file);
            SetupOf(name).Join(file);
        }

        return this;
    }

    public TestNode Start(string name, AccessScope grant = AccessScope.Admin, FakeControlPlane? plane = null)
    {
        var node = new TestNode(FilesOf(name), plane ?? new FakeControlPlane { Node = name }, grant);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Every one of them reaches every other.</summary>
    public static async Task AreOneAsync(params TestNode[] nodes)
    {
        try
        {
            await Eventually.TrueAsync(
                () => nodes.All(node => nodes.All(other => other == node || node.Node.GetNodes().Any(view => view.Name == other.Name && view.State == NodeState.Up))),
                "all nodes reach each other");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{string.Join('\n', nodes.SelectMany(node => node.Log.Lines.Select(line => $"{node.Name}: {line}")))}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        System.IO.Directory.Delete(Root, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One of them.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public TestNode(ClusterFiles files, FakeControlPlane plane, AccessScope grant)
    {
        Plane = plane;
        Context = new LinkContext(
            files.Load(TimeProvider.System.GetUtcNow()),
            files,
            new ClusterOptions { Grant = grant, Beat = TimeSpan.FromSeconds(1), Hello = TimeSpan.FromSeconds(2), Look = TimeSpan.FromMilliseconds(100) },
            plane,
            TimeProvider.System,
            Log)
        {
            PlaneFor = (caller, _) => plane.For(caller),
            OnRefused = (caller, what) => Refused.Enqueue($"{caller} {what}"),
        };
        Context.Table.Happened = (name, kind) => Happened.Enqueue($"{name} {kind}");
        Node = new ClusterNode(Context);
        Node.Start();
    }

    public CollectedLog Log { get; } = new();

    public LinkContext Context { get; }

    public ClusterNode Node { get; }

    public FakeControlPlane Plane { get; }

    public string Name => Context.Facts.Name;

    public ConcurrentQueue<string> Happened { get; } = new();

    public ConcurrentQueue<string> Refused { get; } = new();

    public IControlPlane On(TestNode other, AccessScope scope = AccessScope.Admin) => Node.On(other.Name, new NodeCaller("tester", scope));

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
