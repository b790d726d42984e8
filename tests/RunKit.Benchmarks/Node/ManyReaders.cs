using System.Globalization;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Scale;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Node;

/// <summary>
/// Many readers of one node's events, and changes at a steady pace: how long an event takes from the plane, which stamps it, to the last of its
/// readers' hands, by the machine's clock. The readers stand in this process, the node in its own.
/// </summary>
internal static class ManyReaders
{
    private const int Readers = 200;
    private const int ChangesPerSecond = 100;
    private const int Hosts = 10;

    // Set to another number of seconds for a longer run.
    private const string SecondsVariable = "READERS_SECONDS";
    private const int DefaultSeconds = 60;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    // One run, for all rows.
    private static Delivery? _delivery;

    public static IEnumerable<Benchmark> All =>
    [
        Row("200 readers, 100 changes/s, delivery p50", "ms", delivery => delivery.Quantile(0.5)),
        Row("200 readers, 100 changes/s, delivery p99", "ms", delivery => delivery.Quantile(0.99)) with { Goal = Goal.AtMost(100) },
        Row("200 readers, 100 changes/s, slowest", "ms", delivery => delivery.Quantile(1)),
        Row("200 readers, 100 changes/s, deliveries", "/s", delivery => delivery.PerSecond),
        Row("200 readers, 100 changes/s, the node's memory grew by", "KB", delivery => delivery.Growth / 1000),
    ];

    private static TimeSpan Length => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultSeconds);

    private static Benchmark Row(string name, string unit, Func<Delivery, double> figure) =>
        new("Node", name, unit, async () => figure(_delivery ??= await RunAsync())) { WarmUps = 0, MostRuns = 1 };

    private static Task<Delivery> RunAsync() => Servers.WithAsync(Hosts, async sandbox =>
    {
        await using var node = await NodeProcess.StartAsync(sandbox);
        await (await node.ConnectAsync()).ConnectsAsync(Hosts);
        var listeners = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Listener.OpenAsync(node.Socket)));
        using var over = new CancellationTokenSource();
        var listening = listeners.Select(listener => listener.ListenAsync(over.Token)).ToArray();
        var changing = ChangeAsync(sandbox, over.Token);
        await Task.Delay(WarmUp);
        var before = ProcessReading.Of(node.Pid).PrivateBytes;
        var from = TimeProvider.System.GetUtcNow();
        await Task.Delay(Length);
        var to = TimeProvider.System.GetUtcNow();
        var growth = ProcessReading.Of(node.Pid).PrivateBytes - before;
        await over.CancelAsync();
        await changing;
        await Task.WhenAll(listening);
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        var heard = listeners.SelectMany(listener => listener.Heard).Where(one => one.At >= from && one.At < to);
        return new Delivery([.. heard.Select(one => one.Took.TotalMilliseconds).Order()], to - from, growth);
    });

    // Each server in turn, so that every change is an event of its own: a server that changes twice before it is listed tells one.
    private static async Task ChangeAsync(TmuxSandbox sandbox, CancellationToken over)
    {
        var users = Enumerable.Range(0, Hosts).Select(host => new User(sandbox, Servers.Name(host))).ToArray();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ChangesPerSecond));
        for (var change = 0; !over.IsCancellationRequested; change++)
        {
            await users[change % Hosts].RenameAsync($"n{change}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <param name="Milliseconds">What each delivery took, in ascending order.</param>
    /// <param name="Growth">Bytes.</param>
    private sealed record Delivery(double[] Milliseconds, TimeSpan Over, double Growth)
    {
        public double PerSecond => Milliseconds.Length / Over.TotalSeconds;

        public double Quantile(double share) => Harness.Quantile.Of(Milliseconds, share);
    }
}
