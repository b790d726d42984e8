using System.Text;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Events;

/// <summary>
/// From the moment in which another client asks for a change to the moment in which a subscriber has the event. The limit is a client
/// that reads tmux's own notification from its pipe. What a notification leaves open takes a listing: the limit for the truth is such a client that
/// also lists.
/// </summary>
internal static class EventBenchmarks
{
    private const int Samples = 40;

    // Longer than the plane gathers hints, so that each change is the first of its kind.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(25);

    public static IEnumerable<Benchmark> All =>
    [
        new("Events", "change to event, in process", "ms", HereAsync) { Baseline = () => BareAsync(lists: false), Goal = Goal.ExcessAtMost(1) },
        new("Events", "change to event, to a notification and a listing", "ms", HereAsync) { Baseline = () => BareAsync(lists: true) },
        new("Events", "change to event, over the node's socket", "ms", NodeAsync) { Baseline = () => BareAsync(lists: false), Goal = Goal.AtMost(20) },
        .. ManyPanes.All,
    ];

    /// <summary>The median time from a change to its event.</summary>
    public static async Task<double> LatencyAsync(IControlPlane plane, TmuxSandbox sandbox, int samples, TimeSpan gap)
    {
        using var user = BareClient.Attach(sandbox, Servers.First);
        await using var follower = await plane.FollowAsync();
        var changes = 0;
        return await Measurement.MedianAsync(samples, async () =>
        {
            await Task.Delay(gap);
            var name = $"n{changes++}";
            return await Measurement.MillisecondsAsync(() =>
            {
                user.Write(Rename(name));
                return follower.HearsAsync<WindowRenamed>(renamed => renamed.Name == name);
            });
        });
    }

    private static Task<double> HereAsync() => Servers.WithAsync(1, async sandbox =>
    {
        await using var here = await PlaneHere.StartAsync(sandbox, 1);
        return await LatencyAsync(here.Plane, sandbox, Samples, Gap);
    });

    private static Task<double> NodeAsync() => Servers.WithAsync(1, async sandbox =>
    {
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await plane.ConnectsAsync(1);
        return await LatencyAsync(plane, sandbox, Samples, Gap);
    });

    private static Task<double> BareAsync(bool lists) => Servers.WithAsync(1, async sandbox =>
    {
        using var user = BareClient.Attach(sandbox, Servers.First);
        using var reader = BareClient.Attach(sandbox, Servers.First);
        var changes = 0;
        return await Measurement.MedianAsync(Samples, async () =>
        {
            await Task.Delay(Gap);
            var name = $"n{changes++}";
            var notification = Encoding.UTF8.GetBytes($"%window-renamed @0 {name}");
            return await Measurement.MillisecondsAsync(() =>
            {
                user.Write(Rename(name));
                reader.AwaitLine(line => line.SequenceEqual(notification));
                if (lists)
                {
                    reader.List();
                }

                return Task.CompletedTask;
            });
        });
    });

    private static string Rename(string name) => $"rename-window -t @0 {name}\n";
}
