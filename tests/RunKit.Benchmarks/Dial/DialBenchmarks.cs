using System.Text;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Benchmarks.Dial;

/// <summary>From nothing to a connection that is guarded and mirrored, where the anchor exists already.</summary>
internal static class DialBenchmarks
{
    private const int Samples = 20;
    private const int Probes = 2000;

    public static IEnumerable<Benchmark> All =>
    [
        new("Dial", "probe", "us", ProbeAsync),
        new("Dial", "dial, to the bare spawn of the same arguments", "ms", DialAsync) { Baseline = BareAsync, Goal = Goal.RatioAtMost(1.3) },
        new("Dial", "dial, to the reference's bootstrap", "ms", DialAsync) { Baseline = ReferenceAsync, Goal = Goal.RatioAtMost(0.25) },
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

    private static Task<double> DialAsync() => Servers.WithAsync(1, async sandbox =>
    {
        using var dialer = new Dialer();
        return await MedianAsync(sandbox, () => dialer.DialAsync(sandbox, Servers.First), connection => connection.DisposeAsync());
    });

    // No RunKit code but the words: start tmux, read until it has said the last of them.
    private static Task<double> BareAsync() => Servers.WithAsync(1, sandbox =>
    {
        const string nonce = "bare";
        var script = new DialScript(AnchorNames.Default, nonce);
        var words = TmuxArguments.JoinInControlMode(sandbox.Socket(Servers.First), script.Commands(GuardPolicy.Floor, reguard: false)).Words;
        var last = Encoding.UTF8.GetBytes($"rk-{nonce}-end");
        return MedianAsync(
            sandbox,
            () =>
            {
                var client = BareClient.Start(sandbox, words);
                client.AwaitLine(line => line.SequenceEqual(last));
                return Task.FromResult(client);
            },
            Ended);
    });

    private static Task<double> ReferenceAsync() => Servers.WithAsync(
        1, sandbox => MedianAsync(sandbox, () => ReferenceBootstrap.RunAsync(sandbox, Servers.First), Ended));

    // The first makes the anchor and does not count.
    private static async Task<double> MedianAsync<T>(TmuxSandbox sandbox, Func<Task<T>> connect, Func<T, ValueTask> end)
    {
        await end(await connect());
        return await Measurement.MedianAsync(Samples, async () =>
        {
            T connection = default!;
            var milliseconds = await Measurement.MillisecondsAsync(async () => connection = await connect());
            await end(connection);
            return milliseconds;
        });
    }

    private static ValueTask Ended(BareClient client)
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
