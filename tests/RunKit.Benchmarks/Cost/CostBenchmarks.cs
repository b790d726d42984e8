using RunKit.Benchmarks.Events;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Benchmarks.Cost;

/// <summary>The processor time that the tmux server itself spends on us.</summary>
internal static class CostBenchmarks
{
    private const int Commands = 2_000;
    private const int Processes = 300;
    private const int Refreshes = 500;
    private const int LargeRefreshes = 30;
    private const int Lines = 100;
    private const int ChangesALine = 50;
    private const int StormSeconds = 5;
    private const int StormLinesPerSecond = 100;
    private const int StormChangesALine = 10;

    private static readonly TmuxCommandLine Command = TmuxCommandLine.Of("display-message", "-p", "x");

    public static IEnumerable<Benchmark> All =>
    [
        new("Server's processor", "a command over the socket, to one by a process", "us", CommandAsync) { Baseline = ProcessAsync, WarmUps = 1 },
        new("Server's processor", "a refresh, 1 pane, to a bare listing", "us", () => Servers.WithAsync(1, sandbox => RefreshAsync(sandbox, Refreshes)))
        {
            Baseline = () => Servers.WithAsync(1, sandbox => BareListAsync(sandbox, Refreshes)),
            WarmUps = 1,
        },
        new("Server's processor", "a refresh, 500 panes, to a bare listing", "us", () => ManyPanes.WithPanesAsync(sandbox => RefreshAsync(sandbox, LargeRefreshes)))
        {
            Baseline = () => ManyPanes.WithPanesAsync(sandbox => BareListAsync(sandbox, LargeRefreshes)),
            WarmUps = 0,
            MostRuns = 3,
        },
        new("Server's processor", "a change that hints, to one that does not", "us", () => ChangesAsync(hooks: true)) { Baseline = () => ChangesAsync(hooks: false), WarmUps = 1 },
        new("Server's processor", "a hint that wakes a client, and its next wait", "us", WakeAsync) { WarmUps = 1 },
        new("Server's processor", "1,000 changes/s, a plane connected, to none", "% of one", () => StormAsync(connected: true))
        {
            Baseline = () => StormAsync(connected: false),
            WarmUps = 0,
            MostRuns = 3,
        },
    ];

    private static Task<double> CommandAsync() => WithUserAsync((user, _) => ServerCost.EachAsync(user.Pid, Commands, _ => user.RunAsync(Command)));

    private static Task<double> ProcessAsync() => WithUserAsync((user, sandbox) =>
        ServerCost.EachAsync(user.Pid, Processes, _ => sandbox.TmuxAsync(Servers.First, [.. Command.Words])));

    private static async Task<double> RefreshAsync(TmuxSandbox sandbox, int refreshes)
    {
        using var dialer = new Dialer();
        await using var connection = await dialer.DialAsync(sandbox, Servers.First);
        return await ServerCost.EachAsync(sandbox.Server(Servers.First).Pid, refreshes, async _ =>
        {
            if (await connection.ListAsync(CancellationToken.None) is not ListOutcome.Listed)
                throw new InvalidOperationException("the server was not listed");
        });
    }

    private static Task<double> BareListAsync(TmuxSandbox sandbox, int listings)
    {
        var user = new User(sandbox, Servers.First);
        var watcher = new BareWatcher(user);
        return ServerCost.EachAsync(user.Pid, listings, _ => watcher.ListAsync());
    }

    // So many in a line that the lines themselves do not count.
    private static Task<double> ChangesAsync(bool hooks) => WithUserAsync(async (user, _) =>
    {
        if (hooks)
            await new BareWatcher(user).SetHooksAsync();
        return await ServerCost.EachAsync(user.Pid, Lines, line => user.RunAsync(Changes(line, ChangesALine))) / ChangesALine;
    });

    private static Task<double> WakeAsync() => WithUserAsync((user, _) => ServerCost.EachAsync(user.Pid, Commands, async _ =>
    {
        var waiting = user.RunAsync([HintHooks.Wait]);
        await user.RunAsync([HintHooks.Signal]);
        await waiting;
    }));

    private static Task<double> StormAsync(bool connected) => WithUserAsync(async (user, sandbox) =>
    {
        await using var here = connected ? await PlaneHere.StartAsync(sandbox, 1) : null;
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / StormLinesPerSecond));
        var micros = await ServerCost.EachAsync(user.Pid, StormSeconds * StormLinesPerSecond, async line =>
        {
            await user.RunAsync(Changes(line, StormChangesALine));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        });
        return 100 * micros * StormLinesPerSecond / 1e6;
    });

    private static TmuxCommandLine Changes(int line, int count) => TmuxCommandLine.Join(
        Enumerable.Range(0, count).Select(change => TmuxCommands.RenameWindow(new WindowId(0), $"n{line}-{change}")));

    private static Task<double> WithUserAsync(Func<User, TmuxSandbox, Task<double>> use) =>
        Servers.WithAsync(1, sandbox => use(new User(sandbox, Servers.First), sandbox));
}
