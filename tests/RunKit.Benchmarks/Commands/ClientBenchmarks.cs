using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Benchmarks.Commands;

/// <summary>One command by a client of its own, beside a <c>tmux</c> process for the same command.</summary>
internal static class ClientBenchmarks
{
    private const int OverTheSocket = 2_000;
    private const int Processes = 100;

    private static readonly TmuxCommandLine Line = TmuxCommandLine.Of("display-message", "-p", "x");

    public static IEnumerable<Benchmark> All =>
    [
        new("Commands", "a client over the socket, p50, to a process", "ms", () => ClientAsync(OverTheSocket, new SocketTmuxClient(TimeProvider.System)))
        {
            Baseline = ProcessAsync,
            Goal = Goal.RatioAtMost(1.0 / 8),
        },
        new("Commands", "a client over the socket, p50", "ms", () => ClientAsync(OverTheSocket, new SocketTmuxClient(TimeProvider.System)))
        {
            Goal = Goal.AtMost(0.35),
        },
        new("Commands", "a client that is a process, p50, to a process", "ms", ClientProcessAsync) { Baseline = ProcessAsync },
    ];

    private static Task<double> ClientProcessAsync() =>
        ClientAsync(Processes, new CliWrapTmuxClient(new TmuxSpawner(), new TmuxBinary(), TimeProvider.System));

    private static Task<double> ClientAsync(int samples, ITmuxClient client) => Servers.WithAsync(1, sandbox =>
    {
        var server = new TmuxServerAddress(sandbox.Socket(Servers.First), sandbox.Server(Servers.First));
        return Measurement.MedianAsync(samples, () => Measurement.MillisecondsAsync(async () =>
        {
            if (await client.RunAsync(server, Line, TmuxRunOptions.Default, CancellationToken.None) is not TmuxResult.Exited { Output.Length: 2 })
                throw new InvalidOperationException("tmux did not answer what it should");
        }));
    });

    private static Task<double> ProcessAsync() => Servers.WithAsync(1, sandbox => Measurement.MedianAsync(
        Processes, () => Measurement.MillisecondsAsync(() => sandbox.TmuxAsync(Servers.First, [.. Line.Words]))));
}
