using RunKit.Benchmarks.Dial;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Boot;

/// <summary>
/// From the start of the plane until every server that was there is connected and listed; held against the reference's bootstrap of the
/// same servers, one after the other.
/// </summary>
internal static class BootBenchmarks
{
    public static IEnumerable<Benchmark> All =>
    [
        Boot(1, anchorsExist: false, null),
        Boot(1, anchorsExist: true, null),
        Boot(20, anchorsExist: false, Goal.RatioAtMost(0.2)),
        Boot(20, anchorsExist: true, Goal.RatioAtMost(0.2)),
        Boot(100, anchorsExist: false, Goal.AtMost(300)),
        Boot(100, anchorsExist: true, Goal.AtMost(300)),
    ];

    private static Benchmark Boot(int servers, bool anchorsExist, Goal? goal) => new(
        "Boot",
        $"{servers} server{(servers == 1 ? "" : "s")}, anchors {(anchorsExist ? "exist" : "to be made")}",
        "ms",
        () => OursAsync(servers, anchorsExist))
    {
        Baseline = () => ReferenceAsync(servers, anchorsExist),
        Goal = goal,
        WarmUps = 1,
        MostRuns = 5,
    };

    private static Task<double> OursAsync(int servers, bool anchorsExist) => Servers.WithAsync(servers, async sandbox =>
    {
        if (anchorsExist)
            await (await PlaneHere.StartAsync(sandbox, servers)).DisposeAsync();

        await using var here = PlaneHere.Build(sandbox);
        return await Measurement.MillisecondsAsync(() => here.StartAsync(servers));
    });

    private static Task<double> ReferenceAsync(int servers, bool anchorsExist) => Servers.WithAsync(servers, async sandbox =>
    {
        if (anchorsExist)
            await BootAsync(sandbox, servers);
        return await BootAsync(sandbox, servers);
    });

    private static async Task<double> BootAsync(TmuxSandbox sandbox, int servers)
    {
        List<ReferenceClient> clients = [];
        var milliseconds = await Measurement.MillisecondsAsync(async () =>
        {
            for (var i = 0; i < servers; i++)
            {
                clients.Add(await ReferenceBootstrap.RunAsync(sandbox, Servers.Name(i)));
            }
        });
        clients.ForEach(client => client.Dispose());
        return milliseconds;
    }
}
