using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Hosting;
using RunKit.Hosting.Configuration;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.State;
using EventId = RunKit.ControlPlane.Events.EventId;

namespace RunKit.Testing.Planes;

/// <summary>
/// A plane in this process, on real tmux in a sandbox or on a fake one, all it says, and every tmux process it starts. A server that does not answer
/// is found out within seconds, unless the settings say otherwise.
/// </summary>
public sealed class PlaneHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _reading = new();
    private readonly ConcurrentQueue<PlaneEvent> _events = new();
    private readonly Func<IReadOnlyList<TmuxArguments>> _spawned;
    private readonly Action _forget;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reader;
    private long _read;

    private PlaneHost(IHost host, Func<IReadOnlyList<TmuxArguments>> spawned, Action forget)
    {
        _host = host;
        _spawned = spawned;
        _forget = forget;
        Plane = host.Services.GetRequiredService<IControlPlane>();
        _reader = ReadAsync();
    }

    public IControlPlane Plane { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Every event since the plane's start was over, in order. Of a server that was there before, the first may be missing.</summary>
    public IReadOnlyList<PlaneEvent> Events => [.. _events];

    /// <summary>Every argument vector so far, in order.</summary>
    public IReadOnlyList<TmuxArguments> Spawned => _spawned();

    /// <summary>Lets go of everything the plane said and started so far.</summary>
    public void Forget()
    {
        _events.Clear();
        _forget();
    }

    /// <summary>Starts a plane over a sandbox's directory.</summary>
    /// <param name="settings">Full keys, such as <c>runkit.guard</c>, with their values.</param>
    public static Task<PlaneHost> StartAsync(TmuxSandbox sandbox, params IEnumerable<(string Key, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var spawned = new ConcurrentQueue<TmuxArguments>();
        return StartAsync(
            sandbox.SocketDirectory, settings, services => services.AddSingleton(new SpawnObserver(spawned.Enqueue)), () => [.. spawned], spawned.Clear);
    }

    /// <summary>Starts a plane on a fake machine.</summary>
    /// <param name="settings">Full keys, such as <c>runkit.guard</c>, with their values.</param>
    public static Task<PlaneHost> StartAsync(FakeTmux tmux, params IEnumerable<(string Key, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(tmux);
        return StartAsync(tmux.Sockets.Directory, settings, services => services.AddFakeTmux(tmux), () => tmux.Spawned, tmux.ForgetSpawned);
    }

    private static async Task<PlaneHost> StartAsync(
        string directory,
        IEnumerable<(string Key, string Value)> settings,
        Action<IServiceCollection> configure,
        Func<IReadOnlyList<TmuxArguments>> spawned,
        Action forget)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddRunKit(RunKitConfiguration.Load(
            null,
            [
                new("runkit.socket-dir", directory),
                new("runkit.state-dir", directory + ".state"),
                new("runkit.snapshot.refresh", "1s"),
                new("runkit.snapshot.timeout", "1s"),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
            ]));
        configure(builder.Services);
        var host = builder.Build();
        var plane = new PlaneHost(host, spawned, forget);
        await host.StartAsync().ConfigureAwait(false);
        await plane._listening.Task.WaitAsync(Eventually.DefaultLimit).ConfigureAwait(false);
        return plane;
    }

    /// <summary>What the plane shows of a server now; null for no row.</summary>
    public async Task<ServerView?> FindAsync(string server) =>
        (await Plane.GetServersAsync(CancellationToken.None).ConfigureAwait(false)).FirstOrDefault(view => view.Name == server);

    /// <summary>Awaits a state of a server, which the failure tells in words, and every event up to then.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task<ServerView> BecomesAsync(string server, Func<ServerView, bool> state, string what)
    {
        ServerView? view = null;
        try
        {
            await Eventually.TrueAsync(async () => (view = await FindAsync(server).ConfigureAwait(false)) is not null && state(view), what).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; it is {view}", e);
        }

        var last = await Plane.GetLastEventIdAsync(CancellationToken.None).ConfigureAwait(false);
        await Eventually.TrueAsync(() => Volatile.Read(ref _read) >= last.Sequence, "its events have been read").ConfigureAwait(false);
        return view!;
    }

    /// <summary>Awaits that a server is connected, and nothing is amiss.</summary>
    public Task<ServerView> ConnectsAsync(string server) =>
        BecomesAsync(server, view => view is { Status: ServerStatus.Connected, Reason: null }, $"{server} is connected");

    /// <summary>Awaits that a server counts as dead.</summary>
    public Task<ServerView> DiesAsync(string server) =>
        BecomesAsync(server, view => view is { Reason: ServerReason.ServerDead or ServerReason.Killed, Generation: null }, $"{server} is dead");

    /// <summary>Every envelope of one kind to one server, so far.</summary>
    public IReadOnlyList<T> EventsOf<T>(string server)
        where T : ServerEvent =>
        [.. _events.OfType<ServerEventEnvelope>().Where(envelope => envelope.Server.Value == server).Select(envelope => envelope.Event).OfType<T>()];

    /// <summary>Awaits that something has happened to a server so many times.</summary>
    public Task HearsAsync<T>(string server, int times = 1)
        where T : ServerEvent =>
        Eventually.TrueAsync(() => EventsOf<T>(server).Count >= times, $"{times} {typeof(T).Name} of {server}");

    /// <summary>Stops the plane. Servers stay as they are.</summary>
    /// <exception cref="InvalidOperationException">A tmux was run without <c>-N</c> that created no server.</exception>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await _reading.CancelAsync().ConfigureAwait(false);
        await _reader.ConfigureAwait(false);
        _host.Dispose();
        _reading.Dispose();
        if (Spawned.FirstOrDefault(arguments => !arguments.MayStartServer && arguments.Words[0] != "-N") is { } careless)
        {
            throw new InvalidOperationException($"this may start a server: tmux {careless}");
        }
    }

    // Asked for what is behind an event that never was, the plane says first that it does not know it: from there on nothing is missed.
    private async Task ReadAsync()
    {
        try
        {
            await foreach (var happened in Plane.ReadEventsAsync(new EventId("none", 0), _reading.Token).ConfigureAwait(false))
            {
                if (!_listening.TrySetResult())
                {
                    _events.Enqueue(happened);
                }

                Volatile.Write(ref _read, happened.Id.Sequence);
            }
        }
        catch (OperationCanceledException) when (_reading.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
