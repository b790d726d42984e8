using System.Globalization;
using RunKit.Benchmarks.Cost;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Scale;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Panes;

namespace RunKit.Benchmarks.Panes;

/// <summary>
/// Running, typing and waiting by a node, beside what people use: a loop in a shell of <c>send-keys</c>, <c>capture-pane</c> and <c>sleep</c>,
/// and a process of tmux for each step.
/// </summary>
internal static class PaneBenchmarks
{
    private const int Samples = 15;
    private const int Waiters = 200;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    // The waiters are looked at seldom when there are many; those before them are under way.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static IEnumerable<Benchmark> All =>
    [
        new("Panes", "run true, to a loop in a shell", "ms", () => EachAsync(RunAsync)) { Baseline = () => EachAsync(PeoplesWays.RunInLoopAsync), Goal = Goal.AtMost(40), WarmUps = 1 },
        new("Panes", "run true, to a process a step", "ms", () => EachAsync(RunAsync)) { Baseline = () => EachAsync(PeoplesWays.RunByStepsAsync), Goal = Goal.RatioAtMost(0.34), WarmUps = 1 },
        new("Panes", "send, seen to arrive, to a loop in a shell", "ms", () => EachAsync(SendAsync)) { Baseline = () => EachAsync(PeoplesWays.SendInLoopAsync), Goal = Goal.AtMost(200), WarmUps = 1 },
        new("Panes", "send, seen to arrive, to a process a step", "ms", () => EachAsync(SendAsync)) { Baseline = () => EachAsync(PeoplesWays.SendByStepsAsync), Goal = Goal.AtMost(200), WarmUps = 1 },
        new("Panes", "wait, from the text to the answer, to a loop in a shell", "ms", () => EachAsync(WaitAsync)) { Baseline = () => EachAsync(PeoplesWays.WaitInLoopAsync), Goal = Goal.AtMost(30), WarmUps = 1 },
        new("Panes", "wait, from the text to the answer, to a process a look", "ms", () => EachAsync(WaitAsync)) { Baseline = () => EachAsync(PeoplesWays.WaitByStepsAsync), Goal = Goal.AtMost(30), WarmUps = 1 },
        new("Panes", "200 waiters, processor of the node", "% of one", () => WaitersAsync(world => ProcessReading.Of(world.Node.Pid).Cpu)) { Goal = Goal.AtMost(10), WarmUps = 0, MostRuns = 3 },
        new("Panes", "200 waiters, processor of the server", "% of one", () => WaitersAsync(world => ServerCost.Of(world.ServerPid))) { WarmUps = 0, MostRuns = 3 },
    ];

    private static async Task<double> EachAsync(Func<PaneWorld, int, Task<double>> sample)
    {
        await using var world = await PaneWorld.StartAsync();
        var number = 0;
        return await Measurement.MedianAsync(Samples, () => sample(world, number++));
    }

    private static Task<double> RunAsync(PaneWorld world, int number) => Measurement.MillisecondsAsync(async () =>
    {
        await foreach (var happened in world.Plane.RunAsync(PaneWorld.Server, new RunRequest(["true"]), CancellationToken.None))
        {
            if (happened is RunEvent.Ended { Result: not RunResult.Exited { Code: 0 } } bad)
                throw new InvalidOperationException($"true ended: {bad.Result}");
        }
    });

    private static async Task<double> SendAsync(PaneWorld world, int number)
    {
        await world.AtPromptAsync();
        var request = new SendRequest(string.Create(CultureInfo.InvariantCulture, $": sent {number}"));
        return await Measurement.MillisecondsAsync(async () =>
        {
            if (await world.Plane.SendAsync(world.Shell, request, CancellationToken.None) is not SendOutcome.Delivered)
                throw new InvalidOperationException("it did not arrive");
        });
    }

    private static async Task<double> WaitAsync(PaneWorld world, int number)
    {
        var text = PaneWorld.Needle(number);
        var wait = world.Plane.WaitAsync(world.Quiet, new WaitRequest { Text = text }, CancellationToken.None);
        return await world.FromTextAsync(text, wait);
    }

    private static async Task<double> WaitersAsync(Func<PaneWorld, TimeSpan> processor)
    {
        await using var world = await PaneWorld.StartAsync();
        using var enough = new CancellationTokenSource();
        var waits = new List<Task>();
        for (var i = 0; i < Waiters; i++)
        {
            var pane = await world.PaneAsync("tail", "-f", "/dev/null");
            waits.Add(world.Plane.WaitAsync(pane, new WaitRequest { Text = "never" }, enough.Token));
        }

        await Task.Delay(Settling, CancellationToken.None);
        var before = processor(world);
        await Task.Delay(Watched, CancellationToken.None);
        var used = processor(world) - before;
        await enough.CancelAsync();
        await Task.WhenAll(waits.Select(wait => wait.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        return 100 * used / Watched;
    }
}
