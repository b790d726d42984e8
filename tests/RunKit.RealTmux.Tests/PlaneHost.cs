using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Hosting;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Processes.Spawning;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

/// <summary>A plane in this process over a sandbox's directory, all it says, and every tmux process it starts.</summary>
internal sealed class PlaneHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _reading = new();
    private readonly ConcurrentQueue<PlaneEvent> _events = new();
    private readonly ConcurrentQueue<TmuxArguments> _spawned;
    private readonly Task _reader;

    private PlaneHost(IHost host, ConcurrentQueue<TmuxArguments> spawned)
    {
        _host = host;
        _spawned = spawned;
        Plane = host.Services.GetRequiredService<IControlPlane>();
        _reader = ReadAsync();
    }

    public IControlPlane Plane { get; }

    public IServiceProvider Services => _host.Services;

    public IReadOnlyList<PlaneEvent> Events => [.. _events];

    public IReadOnlyList<TmuxArguments> Spawned => [.. _spawned];

    /// <summary>Lets go of everything the plane said and started so far.</summary>
    public void Forget()
    {
        _events.Clear();
        _spawned.Clear();
    }

    public static async Task<PlaneHost> StartAsync(TmuxSandbox sandbox, params (string Key, string Value)[] settings)
    {
        var spawned = new ConcurrentQueue<TmuxArguments>();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new SpawnObserver(spawned.Enqueue));
        builder.Services.AddRunKit(RunKitConfiguration.Load(
            null,
            [
                new("runkit.socket-dir", sandbox.SocketDirectory),
                new("runkit.heartbeat.interval", "1s"),
                new("runkit.heartbeat.timeout", "1s"),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
            ]));
        var host = builder.Build();
        var plane = new PlaneHost(host, spawned);
        await host.StartAsync();
        return plane;
    }

    public async Task<ServerView?> FindAsync(string server) =>
        (await Plane.GetServersAsync(CancellationToken.None)).FirstOrDefault(view => view.Name == server);

    public async Task<ServerView> BecomesAsync(string server, Func<ServerView, bool> state, string what)
    {
        ServerView? view = null;
        try
        {
            await Eventually.TrueAsync(async () => (view = await FindAsync(server)) is not null && state(view), what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; it is {view}", e);
        }

        return view!;
    }

    public Task<ServerView> ConnectsAsync(string server) =>
        BecomesAsync(server, view => view is { Status: ServerStatus.Connected, Reason: null }, $"{server} is connected");

    public Task<ServerView> DiesAsync(string server) =>
        BecomesAsync(server, view => view is { Reason: ServerReason.ServerDead or ServerReason.Killed, Generation: null }, $"{server} is dead");

    /// <summary>Every happening of one kind to one server, so far.</summary>
    public IReadOnlyList<T> Told<T>(string server)
        where T : ServerEvent =>
        [.. _events.OfType<ServerHappening>().Where(happening => happening.Server.Value == server).Select(happening => happening.What).OfType<T>()];

    public Task HearsAsync<T>(string server, int times = 1)
        where T : ServerEvent =>
        Eventually.TrueAsync(() => Told<T>(server).Count >= times, $"{times} {typeof(T).Name} of {server}");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _reading.CancelAsync();
        await _reader;
        _host.Dispose();
        _reading.Dispose();
        _spawned.Where(arguments => !arguments.MayStartServer && arguments.Words[0] != "-N").ShouldBeEmpty();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var happened in Plane.ReadEventsAsync(null, _reading.Token))
            {
                _events.Enqueue(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
