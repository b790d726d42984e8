using System.Text;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;

namespace RunKit.Benchmarks.Events;

/// <summary>A server with 500 panes, in windows of five: how long a change takes to be seen, and what one listing costs.</summary>
internal static class ManyPanes
{
    private const int Windows = 100;
    private const int PanesEach = 5;
    private const int Samples = 15;

    // A change right behind another waits, so that listing leaves most of the server's time to its users.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    public static IEnumerable<Benchmark> All =>
    [
        new("Events", "500 panes, change to event", "ms", ChangeAsync) { Goal = Goal.AtMost(50), WarmUps = 1, MostRuns = 3 },
        new("Events", "1 pane, one listing, to the bare pipe", "ms", () => Servers.WithAsync(1, ListAsync))
        {
            Baseline = () => Servers.WithAsync(1, BareListAsync),
        },
        new("Events", "500 panes, one listing, to the bare pipe", "ms", () => WithPanesAsync(ListAsync))
        {
            Baseline = () => WithPanesAsync(BareListAsync),
            WarmUps = 1,
            MostRuns = 3,
        },
    ];

    private static Task<double> ChangeAsync() => WithPanesAsync(async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        return await EventBenchmarks.LatencyAsync(here.Plane, sandbox, Samples, Gap);
    });

    private static async Task<double> ListAsync(TmuxSandbox sandbox)
    {
        using var dialer = new Dialer();
        await using var connection = await dialer.DialAsync(sandbox, Servers.First);
        return await Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(async () =>
        {
            if (await connection.ListAsync(CancellationToken.None) is not ListOutcome.Listed)
                throw new InvalidOperationException("the server was not listed");
        }));
    }

    private static async Task<double> BareListAsync(TmuxSandbox sandbox)
    {
        using var client = BareClient.Attach(sandbox, Servers.First);
        return await Measurement.MedianAsync(Samples, () => Measurement.MillisecondsAsync(() =>
        {
            client.List();
            return Task.CompletedTask;
        }));
    }

    private static Task<double> WithPanesAsync(Func<TmuxSandbox, Task<double>> use) => Servers.WithAsync(1, async sandbox =>
    {
        var commands = new StringBuilder();
        for (var window = 1; window <= Windows; window++)
        {
            commands.Append("new-window -d tail -f /dev/null\n");
            commands.Insert(commands.Length, $"split-window -d -t @{window} tail -f /dev/null\nselect-layout -t @{window} tiled\n", PanesEach - 1);
        }

        using (var user = BareClient.Attach(sandbox, Servers.First))
        {
            user.Write("resize-window -t @0 -x 200 -y 100\n");
            user.Write(commands.ToString());
            user.AwaitReplies(1 + (Windows * (1 + (2 * (PanesEach - 1)))));
        }

        return await use(sandbox);
    });
}
