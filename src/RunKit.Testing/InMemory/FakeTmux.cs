using System.Collections.Immutable;
using System.ComponentModel;
using System.Text;
using RunKit.Actors;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Launching;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Testing.InMemory;

/// <summary>
/// A machine with tmux servers, in memory: no process, no file, no tmux. A plane on it (<see cref="FakeTmuxExtensions.AddFakeTmux"/>) runs
/// its own dialer, control connection and parsers; what they read are the bytes that tmux 3.3a would write, as far as the fake models it. A
/// command that tmux does not have is refused in tmux's words; one that tmux has and the fake has not is refused too, and
/// <see cref="DisposeAsync"/> throws for it. Every member is safe to call from any thread.
/// </summary>
public sealed class FakeTmux : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeTmuxServer> _bound = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private ImmutableList<TmuxArguments> _spawned = [];
    private ImmutableList<string> _gaps = [];

    /// <param name="directory">What the socket directory is called; nothing is there.</param>
    /// <param name="time">Measures the deadlines of dials and commands; null for the system's.</param>
    public FakeTmux(string directory = "/fake/tmux-1000", TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Sockets = new FakeSockets(directory);
        OneShot = new FakeTmuxProcess(this, _time);
        Birth = new ServerLauncher(directory, OneShot, new TmuxBinary("tmux"), Probe);
    }

    /// <summary>The socket directory.</summary>
    public FakeSockets Sockets { get; }

    /// <summary>The processes.</summary>
    public FakeProcesses Processes { get; } = new();

    /// <summary>Every tmux that the plane would have run, in order.</summary>
    public IReadOnlyList<TmuxArguments> Spawned => Volatile.Read(ref _spawned);

    /// <summary>What was asked for that the fake does not model, in words.</summary>
    public IReadOnlyList<string> NotModelled => Volatile.Read(ref _gaps);

    internal IOneShotTmux OneShot { get; }

    internal IServerLauncher Birth { get; }

    /// <summary>A user starts a server with one session.</summary>
    /// <param name="name">Its name; nothing that lives may have it.</param>
    /// <param name="session">The session's name.</param>
    /// <param name="version">What it says its version is. 3.4 and 3.5 quote what they print, as those releases do.</param>
    /// <param name="pid">Its pid; null for the next free one.</param>
    public FakeTmuxServer Start(string name, string session = "main", string version = "3.3a", int? pid = null) => Locked(() =>
    {
        if (_bound.GetValueOrDefault(name) is { IsAlive: true } && Sockets.Find(name) is not null)
        {
            throw new InvalidOperationException($"a fake server {name} runs already");
        }

        var server = new FakeTmuxServer(this, SocketPath.In(Sockets.Directory, new ServerName(name)), Processes.Start(pid), version);
        server.Model.AddSession(session, "bash");
        Bind(server);
        return server;
    });

    /// <summary>The server that was bound to that name last, dead or alive.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public FakeTmuxServer Server(string name) => Locked(() => _bound.GetValueOrDefault(name))
        ?? throw new InvalidOperationException($"there is no fake server {name}");

    /// <summary>The ports of a plane on this machine.</summary>
    /// <param name="dial">How the plane dials; null for the defaults.</param>
    public PlanePorts ToPorts(DialSettings? dial = null) =>
        new(Sockets, new ProcessDialer(new Ground(this), dial ?? DialSettings.Default, _time), Processes, OneShot, Birth, new FixedJitter(), _time);

    /// <summary>Ends every server.</summary>
    /// <exception cref="InvalidOperationException">Something was asked for that the fake does not model: see <see cref="NotModelled"/>.</exception>
    public ValueTask DisposeAsync()
    {
        foreach (var server in Locked(() => _bound.Values.ToArray()))
        {
            server.Kill();
        }

        return NotModelled.Count == 0
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException(string.Join("; ", NotModelled.Distinct(StringComparer.Ordinal)));
    }

    internal T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    internal void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    internal void Note(string gap) => ImmutableInterlocked.Update(ref _gaps, (all, added) => all.Add(added), gap);

    internal void Bind(FakeTmuxServer server)
    {
        _bound[server.Name] = server;
        Sockets.Create(server.Name);
    }

    internal ProbeVerdict Probe(SocketPath socket)
    {
        var name = Path.GetFileName(socket.Value);
        return Sockets.Find(name) is null ? new ProbeVerdict.Absent()
            : Locked(() => _bound.GetValueOrDefault(name)) is { IsAlive: true } server ? new ProbeVerdict.Alive(server.Process.Pid)
            : new ProbeVerdict.Refused();
    }

    /// <summary>Who listens at a socket now; null for nobody.</summary>
    internal FakeTmuxServer? Listener(SocketPath socket) => Probe(socket) is ProbeVerdict.Alive ? Server(Path.GetFileName(socket.Value)) : null;

    /// <summary>Starts the server that an argument vector may start, with no session yet.</summary>
    internal FakeTmuxServer Bear(SocketPath socket)
    {
        var server = new FakeTmuxServer(this, socket, Processes.Start(), "3.3a");
        Bind(server);
        return server;
    }

    internal void ForgetSpawned() => Volatile.Write(ref _spawned, []);

    internal void Spawn(TmuxArguments arguments) => ImmutableInterlocked.Update(ref _spawned, (all, added) => all.Add(added), arguments);

    private sealed class Ground(FakeTmux tmux) : IDialGround
    {
        public IProcessTable Processes => tmux.Processes;

        public ProbeVerdict Probe(SocketPath socket) => tmux.Probe(socket);

        public Task QuietAsync(ProcessIdentity server, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IControlClient> StartAsync(SocketPath socket, TmuxArguments arguments, int serverPid)
        {
            tmux.Spawn(arguments);
            var (_, commands) = FakeTmuxProcess.Read(arguments);
            return Task.FromResult(tmux.Listener(socket)?.Connect(commands)
                ?? throw new Win32Exception($"no server running on {socket}"));
        }

        public Task<bool> EndHeldShutdownAsync(SocketPath socket, ProcessIdentity server) => Task.FromResult(!tmux.Processes.Lives(server));
    }
}

/// <summary>A tmux that runs from start to end, in memory.</summary>
internal sealed class FakeTmuxProcess(FakeTmux tmux, TimeProvider time) : IOneShotTmux
{
    public async Task<OneShotResult> RunAsync(TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        tmux.Spawn(arguments);
        var (socket, commands) = Read(arguments);
        var verdict = tmux.Probe(socket);
        var server = tmux.Listener(socket) ?? (arguments.MayStartServer ? tmux.Bear(socket) : null);
        if (server is null)
        {
            return Refused(socket, verdict);
        }

        var result = new TaskCompletionSource<OneShotResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Post(() => result.TrySetResult(Run(server, commands)));
        try
        {
            return await result.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new OneShotResult.TimedOut();
        }
    }

    /// <summary>The socket that an argument vector names, and the commands behind it.</summary>
    public static (SocketPath Socket, IReadOnlyList<string> Commands) Read(TmuxArguments arguments)
    {
        var at = arguments.Words.IndexOf("-S");
        return (new SocketPath(arguments.Words[at + 1]), [.. arguments.Words.Skip(at + 2)]);
    }

    public static OneShotResult.Exited Run(FakeTmuxServer server, IEnumerable<string> commands)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        try
        {
            ModelCommands.Run(new CommandScope(server, Client: null), ModelCommands.FromVector(commands), (text, failed) =>
                _ = text is null ? output : (failed ? error : output).Append(server.Print(text)).Append('\n'));
        }
        catch (TmuxRefusal refusal)
        {
            error.Append(refusal.Message).Append('\n');
        }

        return new OneShotResult.Exited(error.Length == 0 ? 0 : 1, output.ToString(), error.ToString());
    }

    private static OneShotResult.Exited Refused(SocketPath socket, ProbeVerdict verdict) => new(
        1, "", verdict is ProbeVerdict.Absent ? $"error connecting to {socket} (No such file or directory)\n" : $"no server running on {socket}\n");
}
