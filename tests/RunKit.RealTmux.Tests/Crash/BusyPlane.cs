using System.Collections.Concurrent;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.RealTmux.Tests.Crash;

/// <summary>A plane that types into the panes of a server, waits at them, looks at them and runs commands beside them, all at once, until it is disposed.</summary>
internal sealed class BusyPlane : IAsyncDisposable
{
    private const int Waiters = 20;
    private static readonly ConcurrentDictionary<string, int> Done = new(StringComparer.Ordinal);

    private readonly CancellationTokenSource _enough = new();
    private readonly PlaneHost _host;
    private readonly ServerName _server;
    private readonly Task[] _work;

    public BusyPlane(PlaneHost host, string server)
    {
        (_host, _server) = (host, new ServerName(server));
        _work =
        [
            ForeverAsync(1, async pane => Count(await _host.Plane.SendAsync(pane, new SendRequest("x") { TimeoutMs = 2000 }, CancellationToken.None))),
            ForeverAsync(2, async pane => Count(await _host.Plane.KeysAsync(pane, new KeysRequest(["a", "Enter"]), CancellationToken.None))),
            ForeverAsync(3, async pane => Count(await _host.Plane.CaptureAsync(pane, CaptureOptions.Everything, CancellationToken.None))),
            .. Enumerable.Range(4, Waiters).Select(seed => ForeverAsync(
                seed, async pane => Count(await _host.Plane.WaitAsync(pane, new WaitRequest { Text = "never", Exit = true, TimeoutMs = 300 }, CancellationToken.None)))),
            ForeverAsync(50, RunAsync),
        ];
    }

    /// <summary>How often each outcome came, of all of these, in words.</summary>
    public static string Outcomes => string.Join(", ", Done.OrderBy(done => done.Key, StringComparer.Ordinal).Select(done => $"{done.Key} {done.Value}"));

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_work);
        _enough.Dispose();
        await _host.DisposeAsync();
    }

    private static void Count(object outcome) => Done.AddOrUpdate($"{outcome.GetType().DeclaringType!.Name}.{outcome.GetType().Name}", 1, (_, count) => count + 1);

    private async Task RunAsync(PaneAddress pane)
    {
        await foreach (var happened in _host.Plane.RunAsync(_server, new RunRequest(["sh", "-c", "echo x; exit 3"]) { Pane = pane.Pane, TimeoutMs = 5000 }, CancellationToken.None))
        {
            if (happened is RunEvent.Ended ended)
            {
                Count(ended.Result);
            }
        }
    }

    private async Task ForeverAsync(int seed, Func<PaneAddress, Task> act)
    {
        var random = new Random(seed);
        await Task.Yield();
        while (!_enough.IsCancellationRequested)
        {
            if (await _host.Plane.GetTreeAsync(_server, CancellationToken.None) is TreeOutcome.Known { Tree.Sessions: var sessions }
                && sessions.SelectMany(session => session.Windows).SelectMany(window => window.Panes).ToArray() is { Length: > 0 } panes)
            {
                await act(new PaneAddress(_server, panes[random.Next(panes.Length)].Id));
            }
        }
    }
}
