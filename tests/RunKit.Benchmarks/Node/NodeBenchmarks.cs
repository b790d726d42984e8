using System.Diagnostics;
using System.Net.Sockets;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Node;

/// <summary>The node as a process: its start, its API and a short verb.</summary>
internal static class NodeBenchmarks
{
    private const int Few = 20;
    private const int Requests = 2_000;
    private const int Starts = 5;
    private const int Loops = 16;

    public static IEnumerable<Benchmark> All =>
    [
        new("Node", "start to ready, 20 servers, to the program's own start", "ms", StartAsync)
        {
            Baseline = BareStartAsync,
            Goal = Goal.AtMost(400),
            WarmUps = 1,
        },
        new("Node", "GET /v1/servers, 20 servers, to GET /healthz/live", "requests/s", () => RequestsAsync("/v1/servers", Few))
        {
            Baseline = () => RequestsAsync("/healthz/live", Few),
        },
        new("Node", "runkit ls, 20 servers, to the program's own start", "ms", ListAsync) { Baseline = BareStartAsync, WarmUps = 1 },
        .. ManyReaders.All,
    ];

    private static Task<double> StartAsync() => Servers.WithAsync(Few, sandbox => Measurement.MedianAsync(Starts, async () =>
    {
        NodeProcess? node = null;
        var milliseconds = await Measurement.MillisecondsAsync(async () => node = await NodeProcess.StartAsync(sandbox));
        await node!.DisposeAsync();
        return milliseconds;
    }));

    private static Task<double> ListAsync() => WithNodeAsync(Few, (node, sandbox) => Measurement.MedianAsync(
        Starts, () => Measurement.MillisecondsAsync(() => sandbox.RunAsync(NodeProcess.Program, "ls", "--node", node.Socket))));

    // The least that the program can do: say which version it is.
    private static Task<double> BareStartAsync() => Servers.WithAsync(0, sandbox => Measurement.MedianAsync(
        Starts, () => Measurement.MillisecondsAsync(() => sandbox.RunAsync(NodeProcess.Program, "--version"))));

    private static Task<double> RequestsAsync(string path, int servers) => WithNodeAsync(servers, async (node, _) =>
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(node.Socket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var address = new Uri($"http://node{path}");
        return await Measurement.RateAsync(Requests, () => Task.WhenAll(Enumerable.Range(0, Loops).Select(async _ =>
        {
            for (var i = 0; i < Requests / Loops; i++)
            {
                await http.GetByteArrayAsync(address);
            }
        })));
    });

    private static Task<double> WithNodeAsync(int servers, Func<NodeProcess, TmuxSandbox, Task<double>> use) => Servers.WithAsync(servers, async sandbox =>
    {
        await using var node = await NodeProcess.StartAsync(sandbox);
        await (await node.ConnectAsync()).ConnectsAsync(servers);
        return await use(node, sandbox);
    });
}
