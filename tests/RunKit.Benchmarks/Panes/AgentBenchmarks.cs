using System.Diagnostics;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Scale;
using RunKit.Benchmarks.Tmux;

namespace RunKit.Benchmarks.Panes;

/// <summary>What coding agents pay for their tools: <c>runkit mcp</c> as they start it, and a node behind it.</summary>
internal static class AgentBenchmarks
{
    private const int Samples = 15;
    private const int Waiting = 50;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public static IEnumerable<Benchmark> All =>
    [
        new("Agents", "run true by a tool, to runkit run", "ms", () => EachAsync(ByToolAsync)) { Baseline = () => EachAsync((world, _) => ByVerbAsync(world)), Goal = Goal.RatioAtMost(1), WarmUps = 1 },
        new("Agents", "50 agents waiting, processor of the node", "% of one", WaitingAsync) { WarmUps = 0, MostRuns = 3 },
    ];

    private static async Task<double> EachAsync(Func<PaneWorld, McpClient, Task> sample)
    {
        await using var world = await PaneWorld.StartAsync();
        await using var client = await ConnectAsync(world);
        await sample(world, client);
        return await Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(() => sample(world, client)));
    }

    private static async Task ByToolAsync(PaneWorld world, McpClient client)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["server"] = PaneWorld.Server.Value, ["command"] = new[] { "true" } };
        var result = await client.CallToolAsync("run", arguments);
        if (result.Content[0] is not TextContentBlock { Text: var text } || !text.Contains("\"code\":0", StringComparison.Ordinal))
            throw new InvalidOperationException("true did not end with 0");
    }

    private static async Task ByVerbAsync(PaneWorld world)
    {
        using var verb = Process.Start(new ProcessStartInfo(NodeProcess.Program, ["run", "--node", world.Node.Socket, "-L", PaneWorld.Server.Value, "--", "true"]) { UseShellExecute = false })!;
        await verb.WaitForExitAsync();
        if (verb.ExitCode != 0)
            throw new InvalidOperationException($"true ended with {verb.ExitCode}");
    }

    private static async Task<double> WaitingAsync()
    {
        await using var world = await PaneWorld.StartAsync();
        var clients = new List<McpClient>();
        try
        {
            for (var i = 0; i < Waiting; i++)
            {
                clients.Add(await ConnectAsync(world));
            }

            var pane = await HandleAsync(clients[0]);
            var waits = clients.ConvertAll(client => client.CallToolAsync(
                "wait", new Dictionary<string, object?>(StringComparer.Ordinal) { ["pane"] = pane, ["text"] = "never", ["waitMs"] = 30_000 }).AsTask());
            var before = ProcessReading.Of(world.Node.Pid).Cpu;
            await Task.Delay(Watched, CancellationToken.None);
            var used = ProcessReading.Of(world.Node.Pid).Cpu - before;
            await Task.WhenAll(waits);
            return 100 * used / Watched;
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task<string> HandleAsync(McpClient client)
    {
        var list = await client.CallToolAsync("list", new Dictionary<string, object?>(StringComparer.Ordinal) { ["filter"] = "tail" });
        using var facts = System.Text.Json.JsonDocument.Parse(((TextContentBlock)list.Content[0]).Text);
        return facts.RootElement.GetProperty("panes")[0].GetProperty("pane").GetString()!;
    }

    private static Task<McpClient> ConnectAsync(PaneWorld world) => McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
    {
        Command = NodeProcess.Program,
        Arguments = ["mcp", "--node", world.Node.Socket, "--scope", "input"],
    }));
}
