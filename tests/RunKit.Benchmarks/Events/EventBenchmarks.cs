using System.Diagnostics;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Events;

/// <summary>
/// How long after a change a subscriber has its event: from the moment in which a user's client asks for the change, or from the moment in which that
/// client's command has returned. The limit is a bare client that waits for the same hint and lists once more.
/// </summary>
internal static class EventBenchmarks
{
    private const int Samples = 40;

    // Longer than the plane gathers hints, so that each change is the first of its kind.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Benchmark> All =>
    [
        new("Events", "change returned to event, in process", "ms", () => HereAsync(fromItsReturn: true)) { Goal = Goal.AtMost(2) },
        new("Events", "change asked for to event, in process, to a bare hint and listing", "ms", () => HereAsync(fromItsReturn: false)) { Baseline = BareAsync },
        new("Events", "change returned to event, over the node's socket", "ms", () => NodeAsync(fromItsReturn: true)) { Goal = Goal.AtMost(20) },
        new("Events", "change asked for to event, over the node's socket", "ms", () => NodeAsync(fromItsReturn: false)),
        .. ManyPanes.All,
    ];

    /// <summary>The median time from a change to its event.</summary>
    public static async Task<double> LatencyAsync(IControlPlane plane, TmuxSandbox sandbox, int samples, TimeSpan gap, bool fromItsReturn)
    {
        var user = new User(sandbox, Servers.First);
        await using var follower = await plane.FollowAsync();
        var changes = 0;
        return await Measurement.MedianAsync(samples, async () =>
        {
            await Task.Delay(gap);
            var name = $"n{changes++}";
            var heard = EndOfAsync(follower.HearsAsync<WindowRenamed>(renamed => renamed.Name == name));
            var asked = Stopwatch.GetTimestamp();
            await user.RenameAsync(name);
            var returned = Stopwatch.GetTimestamp();

            // An event may come before the command of its change has returned: that is less than nothing.
            return Stopwatch.GetElapsedTime(fromItsReturn ? returned : asked, await heard).TotalMilliseconds;
        });
    }

    private static async Task<long> EndOfAsync(Task task)
    {
        await task;
        return Stopwatch.GetTimestamp();
    }

    private static Task<double> HereAsync(bool fromItsReturn) => Servers.WithAsync(1, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        return await LatencyAsync(here.Plane, sandbox, Samples, Gap, fromItsReturn);
    });

    private static Task<double> NodeAsync(bool fromItsReturn) => Servers.WithAsync(1, async sandbox =>
    {
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await plane.ConnectsAsync(1);
        return await LatencyAsync(plane, sandbox, Samples, Gap, fromItsReturn);
    });

    private static Task<double> BareAsync() => Servers.WithAsync(1, async sandbox =>
    {
        var user = new User(sandbox, Servers.First);
        var watcher = new BareWatcher(user);
        await watcher.SetHooksAsync();
        await watcher.ListAndWaitAsync();
        var changes = 0;
        var median = await Measurement.MedianAsync(Samples, async () =>
        {
            await Task.Delay(Gap);
            return await Measurement.MillisecondsAsync(async () =>
            {
                var change = user.RenameAsync($"n{changes++}");
                await watcher.HintAsync();
                await watcher.ListAndWaitAsync();
                await change;
            });
        });
        await watcher.SignalAsync();
        await watcher.HintAsync();
        return median;
    });
}
