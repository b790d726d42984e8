using RunKit.Benchmarks.Cost;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;

namespace RunKit.Benchmarks.Scale;

/// <summary>What a node takes that watches servers where nothing happens: one node beside one server, one beside a hundred.</summary>
internal static class ScaleBenchmarks
{
    private const int Many = 100;

    // A server counts as busy for a minute after a change or a look, and for about another the runtime compiles anew what it has seen often. A
    // refresh comes every 15 s, so four of them are in what is measured.
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(125);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);

    // Each node is watched once, for all rows.
    private static readonly Dictionary<int, Idle> Watches = [];

    public static IEnumerable<Benchmark> All =>
    [
        Row("private memory, 1 server", "KB", async () => (await IdleAsync(1)).Reading.PrivateBytes / 1000),
        Row("private memory, 100 servers", "KB", async () => (await IdleAsync(Many)).Reading.PrivateBytes / 1000),
        Row("private memory for each server more", "KB", PerServerAsync) with { Goal = Goal.AtMost(120) },
        Row("threads, 1 server", "", async () => (await IdleAsync(1)).Reading.Threads),
        Row("threads, 100 servers", "", async () => (await IdleAsync(Many)).Reading.Threads),
        Row("descriptors, 1 server", "", async () => (await IdleAsync(1)).Reading.Descriptors),
        Row("descriptors, 100 servers", "", async () => (await IdleAsync(Many)).Reading.Descriptors),
        Row("processor, idle, 1 server", "% of one", async () => (await IdleAsync(1)).Processor),
        Row("processor, idle, 100 servers", "% of one", async () => (await IdleAsync(Many)).Processor) with { Goal = Goal.AtMost(0.5) },
        Row("processor of the server, idle, 1 server", "% of one", async () => (await IdleAsync(1)).ServersProcessor),
        Row("processor of the servers, idle, 100 servers", "% of one", async () => (await IdleAsync(Many)).ServersProcessor) with { Goal = Goal.AtMost(1) },
    ];

    private static async Task<double> PerServerAsync() =>
        ((await IdleAsync(Many)).Reading.PrivateBytes - (await IdleAsync(1)).Reading.PrivateBytes) / (Many - 1) / 1000;

    private static Benchmark Row(string name, string unit, Func<Task<double>> figure) => new("Scale", name, unit, figure) { WarmUps = 0, MostRuns = 1 };

    private static async Task<Idle> IdleAsync(int servers)
    {
        if (!Watches.TryGetValue(servers, out var idle))
            Watches[servers] = idle = await WatchAsync(servers);
        return idle;
    }

    private static Task<Idle> WatchAsync(int servers) => Servers.WithAsync(servers, async sandbox =>
    {
        await using var node = await NodeProcess.StartAsync(sandbox);
        await (await node.ConnectAsync()).ConnectsAsync(servers);
        int[] pids = [.. Enumerable.Range(0, servers).Select(server => sandbox.Server(Servers.Name(server)).Pid)];
        await Task.Delay(UntilIdle);
        var (before, serversBefore) = (ProcessReading.Of(node.Pid), ServerCost.Of(pids));
        await Task.Delay(Watched);
        var (after, serversAfter) = (ProcessReading.Of(node.Pid), ServerCost.Of(pids));
        return new Idle(after, 100 * (after.Cpu - before.Cpu) / Watched, 100 * (serversAfter - serversBefore) / Watched);
    });

    /// <param name="Reading">At the end.</param>
    /// <param name="Processor">The node's, in per cent of one.</param>
    /// <param name="ServersProcessor">That of all servers together.</param>
    private sealed record Idle(ProcessReading Reading, double Processor, double ServersProcessor);
}
