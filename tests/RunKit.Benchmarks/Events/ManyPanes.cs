using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;

namespace RunKit.Benchmarks.Events;

/// <summary>A server with 500 panes, in windows of five: how long a change takes to be seen, and what one refresh takes.</summary>
internal static class ManyPanes
{
    private const int Windows = 100;
    private const int PanesEach = 5;
    private const int Samples = 15;

    // A change right behind another waits, so that listing leaves most of the server's time to its users.
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1.2);

    public static IEnumerable<Benchmark> All =>
    [
        new("Events", "500 panes, change returned to event", "ms", ChangeAsync) { Goal = Goal.AtMost(50), WarmUps = 1, MostRuns = 3 },
        new("Events", "1 pane, one refresh, to a bare listing", "ms", () => Servers.WithAsync(1, RefreshAsync))
        {
            Baseline = () => Servers.WithAsync(1, BareListAsync),
        },
        new("Events", "500 panes, one refresh, to a bare listing", "ms", () => WithPanesAsync(RefreshAsync))
        {
            Baseline = () => WithPanesAsync(BareListAsync),
            WarmUps = 1,
            MostRuns = 3,
        },
    ];

    /// <summary>Lends a server with 500 panes.</summary>
    public static Task<double> WithPanesAsync(Func<TmuxSandbox, Task<double>> use) => Servers.WithAsync(1, async sandbox =>
    {
        var user = new User(sandbox, Servers.First);
        for (var window = 1; window <= Windows; window++)
        {
            string target = $"@{window}";
            string[] split = [";", "split-window", "-d", "-t", target, "tail", "-f", "/dev/null", ";", "select-layout", "-t", target, "tiled"];
            string[] words = ["new-window", "-d", "tail", "-f", "/dev/null", .. Enumerable.Repeat(split, PanesEach - 1).SelectMany(word => word)];
            await user.RunAsync(TmuxCommandLine.Exec([.. words]));
        }

        return await use(sandbox);
    });

    private static Task<double> ChangeAsync() => WithPanesAsync(async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        return await EventBenchmarks.LatencyAsync(here.Plane, sandbox, Samples, Gap, fromItsReturn: true);
    });

    private static async Task<double> RefreshAsync(TmuxSandbox sandbox)
    {
        using var dialer = new Dialer();
        await using var connection = await dialer.DialAsync(sandbox, Servers.First);
        return await Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(async () =>
        {
            if (await connection.ListAsync(CancellationToken.None) is not ListOutcome.Listed)
                throw new InvalidOperationException("the server was not listed");
        }));
    }

    private static Task<double> BareListAsync(TmuxSandbox sandbox)
    {
        var watcher = new BareWatcher(new User(sandbox, Servers.First));
        return Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(watcher.ListAsync));
    }
}
