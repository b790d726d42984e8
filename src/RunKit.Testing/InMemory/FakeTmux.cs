using System.Collections.Immutable;
using System.Text;
using RunKit.Actors;
using RunKit.Actors.Dialing;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>
/// A machine with tmux servers, in memory: no process, no file, no tmux. A plane on it (<c>AddFakeTmux</c>) runs its own dialer, connections
/// and parsers; what they read are the bytes that tmux 3.3a would print, as far as the fake models it. A command that tmux does not have is
/// refused in tmux's words; one that tmux has and the fake has not is refused too, and <see cref="DisposeAsync"/> throws for it. Every
/// member is safe to call from any thread.
/// </summary>
public sealed class FakeTmux : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeTmuxServer> _bound = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private ImmutableList<TmuxArguments> _spawned = [];
    private ImmutableList<ClientRun> _ran = [];
    private ImmutableList<string> _gaps = [];

    /// <param name="directory">What the socket directory is called; nothing is there.</param>
    /// <param name="time">Measures the deadlines of dials and commands; null for the system's.</param>
    public FakeTmux(string directory = "/fake/tmux-1000", TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Sockets = new FakeSockets(directory);
        Processes.OnKill = KillProcess;
        Client = new InMemoryClient(this, _time);
        Launcher = new InMemoryLauncher(this, _time);
        Terminals = new InMemoryTerminals(this);
        Commands = new FakeCommands(this);
        RunFiles = new InMemoryRunFiles($"{directory}.runs");
        RunProcesses = new InMemoryRunProcesses(this);
        AttachedTerminals = new InMemoryAttachedTerminals(this);
    }

    /// <summary>The socket directory.</summary>
    public FakeSockets Sockets { get; }

    /// <summary>The processes.</summary>
    public FakeProcesses Processes { get; } = new();

    /// <summary>Every tmux process that the plane would have started, in order.</summary>
    public IReadOnlyList<TmuxArguments> Spawned => Volatile.Read(ref _spawned);

    /// <summary>Every command line that the plane's clients were to run, in order.</summary>
    public IReadOnlyList<ClientRun> Ran => Volatile.Read(ref _ran);

    /// <summary>What was asked for that the fake does not model, in words.</summary>
    public IReadOnlyList<string> NotModelled => Volatile.Read(ref _gaps);

    internal FakeCommands Commands { get; }

    internal InMemoryRunFiles RunFiles { get; }

    internal InMemoryPanePipes PanePipes { get; } = new();

    private InMemoryRunProcesses RunProcesses { get; }

    private InMemoryAttachedTerminals AttachedTerminals { get; }

    /// <summary>The clients of these servers.</summary>
    public ITmuxClient Client { get; }

    internal IServerLauncher Launcher { get; }

    /// <summary>The terminals of their panes.</summary>
    public IPaneTerminals Terminals { get; }

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

    /// <summary>
    /// From now on this happens when a plane runs a program in a window of its own. A run of a program that nobody has said anything of ends with
    /// 127, and <see cref="DisposeAsync"/> throws for it.
    /// </summary>
    /// <param name="program">The command's first word.</param>
    /// <param name="start">Given the command as soon as it runs: it may end it, or keep it for the test. It must not wait for anything.</param>
    public void OnRun(string program, Action<FakeCommand> start) => Locked(() => Commands.On(program, start));

    /// <summary>The server that was bound to that name last, dead or alive.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public FakeTmuxServer Server(string name) => Locked(() => _bound.GetValueOrDefault(name))
        ?? throw new InvalidOperationException($"there is no fake server {name}");

    /// <summary>The ports of a plane on this machine.</summary>
    /// <param name="dial">How the plane dials; null for the defaults.</param>
    public PlanePorts ToPorts(DialSettings? dial = null) => new(
        Sockets, new ServerDialer(Client, new Sight(this), Processes, dial ?? DialSettings.Default, _time), Processes, Client, Launcher, Terminals, new FixedJitter(), _time)
    {
        RunFiles = RunFiles,
        RunProcesses = RunProcesses,
        PanePipes = PanePipes,
        AttachedTerminals = AttachedTerminals,
    };

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

    /// <summary>The pane of that terminal; null for none. Only under the lock.</summary>
    internal FakeTmuxPane? FindPane(string tty) => _bound.Values.Where(server => server.IsAlive)
        .SelectMany(server => server.Model.Sessions).SelectMany(session => session.Links.Values).SelectMany(window => window.Cells)
        .FirstOrDefault(pane => pane.Tty == tty);

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

    /// <summary>A client connects to a server and asks for something. Why it could not; null when it did.</summary>
    internal TmuxResult.NotSent? Connect(TmuxServerAddress address, TmuxCommandLine line, Visit client) => Locked(() =>
    {
        ImmutableInterlocked.Update(ref _ran, (all, added) => all.Add(added), new ClientRun(address, line, TmuxRunOptions.Default));
        var verdict = Probe(address.Socket);
        if (verdict is not ProbeVerdict.Alive)
        {
            return verdict is ProbeVerdict.Absent
                ? new TmuxResult.NotSent(NotSentReason.Absent, $"error connecting to {address.Socket} (No such file or directory)")
                : new TmuxResult.NotSent(NotSentReason.ServerDead, $"no server running on {address.Socket}");
        }

        var server = Listener(address.Socket)!;
        if (address.Expected is { } expected && expected != server.Process)
        {
            return new TmuxResult.NotSent(NotSentReason.GenerationChanged, $"process {server.Process.Pid} listens there, not {expected.Pid}");
        }

        server.Visit(client, line.Words);
        return null;
    });

    /// <summary>Starts a server, with no session yet.</summary>
    internal FakeTmuxServer Create(SocketPath socket)
    {
        var server = new FakeTmuxServer(this, socket, Processes.Start(), "3.3a");
        Bind(server);
        return server;
    }

    internal void ForgetSpawned()
    {
        Volatile.Write(ref _spawned, []);
        Volatile.Write(ref _ran, []);
    }

    internal void Spawn(TmuxArguments arguments) => ImmutableInterlocked.Update(ref _spawned, (all, added) => all.Add(added), arguments);

    // Servers that have lost their name to another are known by their process alone.
    private bool KillProcess(ProcessIdentity process)
    {
        if (Locked(() => _bound.Values.FirstOrDefault(server => server.Process == process)) is { } server)
        {
            server.Crash();
        }
        else if (Locked(() => Commands.HeldBy(process)) is { } command)
        {
            command.Pane.EndBy(command);
        }
        else
        {
            Processes.End(process);
        }

        return true;
    }

    private sealed class Sight(FakeTmux tmux) : ISocketProbe
    {
        public ProbeVerdict Probe(SocketPath socket) => tmux.Probe(socket);
    }
}
