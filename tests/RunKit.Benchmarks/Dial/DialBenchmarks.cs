using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Dial;

/// <summary>From nothing to a connection that is guarded, listed and waits for changes.</summary>
internal static class DialBenchmarks
{
    private const int Samples = 20;
    private const int Probes = 2000;
    private const double Eighth = 1.0 / 8;

    public static IEnumerable<Benchmark> All =>
    [
        new("Dial", "probe", "us", ProbeAsync),
        new("Dial", "dial, anchor and hooks exist", "ms", () => EstablishedAsync(OursAsync)) { Goal = Goal.AtMost(2) },
        new("Dial", "dial, anchor and hooks exist, to the reference's bootstrap", "ms", () => EstablishedAsync(OursAsync))
        {
            Baseline = () => EstablishedAsync(ReferenceAsync),
            Goal = Goal.RatioAtMost(Eighth),
        },
        new("Dial", "dial, anchor and hooks to be made", "ms", () => NewAsync(OursAsync)) { WarmUps = 1 },
        new("Dial", "dial, anchor and hooks to be made, to the reference's bootstrap", "ms", () => NewAsync(OursAsync))
        {
            Baseline = () => NewAsync(ReferenceAsync),
            Goal = Goal.RatioAtMost(Eighth),
            WarmUps = 1,
        },
    ];

    private static Task<double> ProbeAsync() => Servers.WithAsync(1, async sandbox =>
    {
        using var dialer = new Dialer();
        var socket = sandbox.Socket(Servers.First);
        return 1e6 / await Measurement.RateAsync(Probes, () =>
        {
            for (var i = 0; i < Probes; i++)
            {
                dialer.Probe(socket);
            }

            return Task.CompletedTask;
        });
    });

    private static async Task<IAsyncDisposable> OursAsync(Dialer dialer, TmuxSandbox sandbox, string server) => await dialer.DialAsync(sandbox, server);

    private static async Task<IAsyncDisposable> ReferenceAsync(Dialer dialer, TmuxSandbox sandbox, string server) =>
        new Ended(await ReferenceBootstrap.RunAsync(sandbox, server));

    // The first makes what is missing and does not count.
    private static Task<double> EstablishedAsync(Func<Dialer, TmuxSandbox, string, Task<IAsyncDisposable>> connect) => Servers.WithAsync(1, async sandbox =>
    {
        using var dialer = new Dialer();
        await (await connect(dialer, sandbox, Servers.First)).DisposeAsync();
        return await Measurement.MedianAsync(Samples, () => TimeAsync(() => connect(dialer, sandbox, Servers.First)));
    });

    private static Task<double> NewAsync(Func<Dialer, TmuxSandbox, string, Task<IAsyncDisposable>> connect) => Servers.WithAsync(Samples, async sandbox =>
    {
        using var dialer = new Dialer();
        var dialled = 0;
        return await Measurement.MedianAsync(Samples, () => TimeAsync(() => connect(dialer, sandbox, Servers.Name(dialled++))));
    });

    private static async Task<double> TimeAsync(Func<Task<IAsyncDisposable>> connect)
    {
        IAsyncDisposable? connection = null;
        var milliseconds = await Measurement.MillisecondsAsync(async () => connection = await connect());
        await connection!.DisposeAsync();
        return milliseconds;
    }

    private sealed class Ended(ReferenceClient client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
