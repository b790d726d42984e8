using RunKit.Actors.Dialing;
using RunKit.Benchmarks.Dial;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;

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
        new("Boot", "100 servers, anchors and hooks made by bare clients", "ms", () => BareAsync(100)) { WarmUps = 1, MostRuns = 5 },
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

    // The limit: the same commands, as many servers at once as a plane dials, and nothing is listed.
    private static Task<double> BareAsync(int servers) => Servers.WithAsync(servers, sandbox =>
    {
        var guard = new GuardCommands(AnchorNames.Default, new HintHooks(DialSettings.Default.HookIndex));
        TmuxCommand[] commands = [.. guard.Establish(""), .. guard.MakeAnchor("latest", AnchorNames.Default.Session)];
        var users = Enumerable.Range(0, servers).Select(server => new User(sandbox, Servers.Name(server))).ToArray();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = DialSettings.Default.Parallel };
        return Measurement.MillisecondsAsync(() => Parallel.ForEachAsync(users, atOnce, async (user, _) => await user.RunAsync(commands)));
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
