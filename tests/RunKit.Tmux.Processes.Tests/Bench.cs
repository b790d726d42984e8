using System.Collections.Concurrent;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Tests;

/// <summary>A sandbox, and a dialer whose every process is counted.</summary>
public sealed class Bench : IAsyncDisposable
{
    private readonly ConcurrentQueue<TmuxArguments> _spawned = new();
    private readonly ConcurrentBag<IServerConnection> _connections = [];

    public Bench(TimeSpan? handshakeTimeout = null, TimeProvider? time = null, string binary = "", DialTransport transport = DialTransport.Process)
    {
        Spawner = new TmuxSpawner(arguments =>
        {
            _spawned.Enqueue(arguments);
            OnSpawn?.Invoke();
        });
        Binary = new TmuxBinary(binary);
        Dialer = new ProcessDialer(
            Spawner, Binary, DialSettings.Default with { HandshakeTimeout = handshakeTimeout ?? TimeSpan.FromSeconds(60), Transport = transport }, time ?? TimeProvider.System);
    }

    public TmuxSandbox Sandbox { get; } = new();

    public TmuxSpawner Spawner { get; }

    public TmuxBinary Binary { get; }

    public ProcessDialer Dialer { get; }

    /// <summary>Done on the spawning thread just before each process starts.</summary>
    public Action? OnSpawn { get; set; }

    /// <summary>The argument vectors of all processes so far.</summary>
    public IReadOnlyList<TmuxArguments> Spawned => [.. _spawned];

    /// <summary>A server with one session, <c>user</c>, that runs no shell.</summary>
    public Task<ProcessIdentity> StartAsync(string server) =>
        Sandbox.StartAsync(server, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");

    public Task<DialOutcome> DialAsync(
        string server,
        GuardPolicy guard = GuardPolicy.Floor,
        ProcessIdentity? known = null,
        bool justCreated = false,
        bool reguard = false,
        CancellationToken cancel = default) =>
        Dialer.DialAsync(new DialRequest(Sandbox.Socket(server), guard, known, justCreated, reguard), cancel);

    /// <summary>Dials and claims.</summary>
    public async Task<IServerConnection> ConnectAsync(string server, GuardPolicy guard = GuardPolicy.Floor, bool reguard = false)
    {
        var connection = (await DialAsync(server, guard, reguard: reguard)).ShouldBeOfType<DialOutcome.Connected>().Connection;
        _connections.Add(connection);
        connection.TryClaim().ShouldBeTrue();
        return connection;
    }

    public async Task<string[]> SessionsAsync(string server) =>
        (await Sandbox.TmuxAsync(server, "list-sessions", "-F", "#{session_name}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Task<string> OptionAsync(string server, string name) => Sandbox.TmuxAsync(server, "show-options", "-sqv", name);

    public async ValueTask DisposeAsync()
    {
        // The servers first: a connection to a stopped one would be waited for.
        await Sandbox.DisposeAsync();
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        Dialer.Dispose();
        Spawner.Dispose();
    }
}

internal static class ConnectionEnds
{
    /// <summary>How the connection ended; a failure when it does not end.</summary>
    public static Task<ConnectionEnd> EndAsync(this IServerConnection connection) => connection.Closed.WaitAsync(TimeSpan.FromSeconds(60));
}

/// <summary>Tests with a bench of their own each.</summary>
public abstract class BenchTests(DialTransport transport = DialTransport.Process) : IAsyncLifetime
{
    protected DialTransport Transport { get; } = transport;

    protected Bench Bench { get; } = new(transport: transport);

    protected TmuxSandbox Sandbox => Bench.Sandbox;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Bench.DisposeAsync().AsTask();
}

/// <summary>The system's time with all waits shortened.</summary>
internal sealed class HurriedTime(double times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / times : dueTime, period);
}

/// <summary>A test that only root can carry out, since it gives files away.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "only root can give a file to another user";
}
