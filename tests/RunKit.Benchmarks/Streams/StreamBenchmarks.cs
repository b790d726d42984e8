using System.Text;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Panes;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Linux.Terminals;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Streams;

/// <summary>Panes that are looked at beside panes that nobody looks at, and terminals of a node beside those of tmux itself.</summary>
internal static class StreamBenchmarks
{
    private const int Panes = 20;
    private const int Viewers = 50;
    private const int Lines = 100_000;
    private const int Keys = 200;
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(5);

    public static IEnumerable<Benchmark> All =>
    [
        new("Streams", $"{Panes} panes print {Lines} lines each, {Viewers} viewers, to none", "ms", () => FloodAsync(Viewers))
        {
            Baseline = () => FloodAsync(0), Goal = Goal.RatioAtMost(1 / 0.95), WarmUps = 0, MostRuns = 3,
        },
        new("Streams", "key to echo, over /v1/live, to a terminal without a node", "ms", () => EchoAsync(OfNodeAsync)) { Baseline = () => EchoAsync(OfTmuxAsync), Goal = Goal.RatioAtMost(2), WarmUps = 1 },
    ];

    private static async Task<double> FloodAsync(int viewers)
    {
        await using var world = await PaneWorld.StartAsync();
        var panes = new List<PaneAddress>();
        for (var i = 0; i < Panes; i++)
        {
            panes.Add(await world.PaneAsync("sh", "-c", $"read x; seq 1 {Lines}; tmux -S \"${{TMUX%%,*}}\" wait-for -S done-{i}; exec cat"));
        }

        using var enough = new CancellationTokenSource();
        var looking = Enumerable.Range(0, viewers).Select(i => LookAsync(world, panes[i % Panes], enough.Token)).ToArray();
        await Task.WhenAll(looking.Select(look => look.Begun));
        var took = await Measurement.MillisecondsAsync(async () =>
        {
            foreach (var pane in panes)
            {
                await world.Sandbox.TmuxAsync(PaneWorld.Server.Value, "send-keys", "-t", pane.Pane.ToString(), "Enter");
            }

            await Task.WhenAll(Enumerable.Range(0, Panes).Select(i => world.Sandbox.TmuxAsync(PaneWorld.Server.Value, "wait-for", $"done-{i}")));
        });
        await enough.CancelAsync();
        await Task.WhenAll(looking.Select(look => look.Over));
        return took;
    }

    private static (Task Begun, Task Over) LookAsync(PaneWorld world, PaneAddress pane, CancellationToken enough)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (begun.Task, ReadAsync());

        async Task ReadAsync()
        {
            try
            {
                await foreach (var _ in world.Plane.OpenPaneAsync(pane, PaneStreamOptions.Default, enough))
                {
                    begun.TrySetResult();
                }
            }
            catch (OperationCanceledException)
            {
                // It has seen enough.
            }
        }
    }

    private static async Task<IAttachedTerminal> OfNodeAsync(PaneWorld world, AttachRequest request) =>
        await world.Plane.OpenTerminalAsync(PaneWorld.Server, request, CancellationToken.None) is TerminalOutcome.Opened opened
            ? opened.Terminal
            : throw new InvalidOperationException("it was not attached");

    private static async Task<IAttachedTerminal> OfTmuxAsync(PaneWorld world, AttachRequest request)
    {
        var server = new TmuxServerAddress(world.Sandbox.Socket(PaneWorld.Server.Value), null);
        var version = (await world.Sandbox.TmuxAsync(PaneWorld.Server.Value, "display-message", "-p", "#{version}")).Trim();
        var (terminal, problem) = await new AttachedTerminals(TimeProvider.System).AttachAsync(server, version, request, CancellationToken.None);
        return terminal ?? throw new InvalidOperationException(problem);
    }

    private static async Task<double> EchoAsync(Func<PaneWorld, AttachRequest, Task<IAttachedTerminal>> attach)
    {
        await using var world = await PaneWorld.StartAsync();
        await world.Sandbox.TmuxAsync(PaneWorld.Server.Value, "set-option", "-g", "status", "off");
        await using var terminal = await attach(world, new AttachRequest(world.Shell.Pane.ToString(), new TerminalSize(80, 24)));
        var buffer = new byte[16 * 1024];
        await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        _ = await terminal.ReadAsync(buffer, CancellationToken.None);
        var number = 0;
        return await Measurement.MedianAsync(Keys, async () =>
        {
            // Each key shows one letter that nothing else does.
            var key = (char)('a' + (number++ % 26));
            await Task.Delay(BetweenKeys, CancellationToken.None);
            return await Measurement.MillisecondsAsync(async () =>
            {
                await terminal.WriteAsync(Encoding.ASCII.GetBytes([key]), CancellationToken.None);
                while (!Encoding.ASCII.GetString(buffer, 0, await terminal.ReadAsync(buffer, CancellationToken.None)).Contains(key, StringComparison.Ordinal))
                {
                }
            });
        });
    }
}
