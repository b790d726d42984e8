using System.Text;
using RunKit.Actors.Panes;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Agents;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Linux.Terminals;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Cli.Local;

/// <summary>
/// The plane where no node runs: each call asks tmux itself, by a plain client, and leaves no trace. Only <see cref="NewAsync"/> starts a
/// process. What happens between two calls is not seen, so there are no events, and nothing is guarded.
/// </summary>
internal sealed class LocalControlPlane : IControlPlane
{
    private const int AtOnce = 8;
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    private readonly SocketDirectory _sockets;
    private readonly ITmuxClient _client;
    private readonly ServerLauncher _launcher;
    private readonly ServerListing _listing;
    private readonly ProcessTable _processes = new();
    private readonly LocalRuns _runs;

    private LocalControlPlane(string socketDirectory, TmuxBinary tmux, string client, string node)
    {
        var spawner = new TmuxSpawner();
        _sockets = new SocketDirectory(socketDirectory);
        _client = ClientChoice.Make(client, spawner, tmux);
        _launcher = new ServerLauncher(socketDirectory, spawner, tmux, _client, _processes, TimeProvider.System);
        _listing = new ServerListing(_client, _processes);
        _runs = new LocalRuns(this, StateDirectory.Resolve(Setting("RUNKIT_STATE_DIR"), Environment.GetEnvironmentVariable("XDG_STATE_HOME")));
        (Tmux, Node) = (tmux, node);
    }

    public string Node { get; }

    public string SocketDirectory => _sockets.Directory;

    /// <summary>Talks to its servers.</summary>
    public ITmuxClient Servers => _client;

    /// <summary>Which tmux it runs.</summary>
    public TmuxBinary Tmux { get; }

    /// <summary>With the settings that the environment makes, as a node would read them.</summary>
    /// <exception cref="VerbException">One of them cannot be used.</exception>
    public static LocalControlPlane Create()
    {
        var directory = SocketDirectoryPath.Resolve(Setting("RUNKIT_SOCKET_DIR"), Environment.GetEnvironmentVariable("TMUX_TMPDIR"));
        var node = Setting("RUNKIT_NODE") is { Length: > 0 } named ? named : Environment.MachineName;
        return new LocalControlPlane(directory, new TmuxBinary(Setting("RUNKIT_TMUX_BINARY")), Setting("RUNKIT_CLIENT"), node);
    }

    /// <exception cref="VerbException">The directory cannot be read.</exception>
    public async Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken)
    {
        if (SocketDirectoryPath.LengthProblem(SocketDirectory) is { } problem)
        {
            throw new VerbException(problem);
        }

        var sockets = _sockets.List() switch
        {
            SocketListing.Listed listed => listed.Sockets,
            SocketListing.Absent => [],
            SocketListing.Failed failed => throw new VerbException(failed.Reason),
            var other => throw new VerbException($"the socket directory cannot be read: {other}"),
        };
        using var gate = new SemaphoreSlim(AtOnce);
        var views = await Task.WhenAll(sockets.Select(async socket =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                return await ViewAsync(socket, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. views.OfType<ServerView>().OrderBy(view => view.Name, StringComparer.Ordinal)];
    }

    public async Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken)
    {
        var socket = At(server);
        if (_sockets.Find(server.Value) is null)
        {
            return new TreeOutcome.UnknownServer();
        }

        var asked = TimeProvider.System.GetUtcNow();
        return await _listing.ReadAsync(socket, cancellationToken) switch
        {
            ServerRead.Read { Reply: var reply } => new TreeOutcome.Known(
                ServerTree.From(Node, server.Value, reply.Generation, 0, asked, reply.State)),
            ServerRead.NotRead not => new TreeOutcome.NotKnown($"{server}: {not.Detail}"),
            _ => new TreeOutcome.UnknownServer(),
        };
    }

    public Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken) => _launcher.LaunchAsync(request, cancellationToken);

    public async Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        var socket = At(server);
        if (_sockets.Find(server.Value) is null)
        {
            return new KillOutcome.UnknownServer();
        }

        // Nothing is sent into a server that does not answer, and only asking tells whether it does.
        var read = options.Force ? null : await _listing.ReadAsync(socket, cancellationToken);
        var verdict = SocketProbe.Probe(socket);
        var known = verdict is ProbeVerdict.Alive ? null : ServerProcesses.In(SocketDirectory, _processes).FirstOrDefault(server => server.Socket == socket.Value);
        var decision = KillDecision.From(
            verdict, known?.Process.Identity, _processes, answers: read is not ServerRead.NotRead { Reason: ServerReason.Unresponsive }, options.Force);
        return decision switch
        {
            KillDecision.Answer answer => answer.Outcome,
            KillDecision.Begin begin => await KillAsync(
                new TmuxServerAddress(socket, begin.Target), (read as ServerRead.Read)?.Reply.Generation, options, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken) =>
        CommandOutcome.From(await RunAsync(server, words, options, cancellationToken));

    /// <summary>The same, with the bytes that tmux printed.</summary>
    public async Task<TmuxResult> RunAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        var socket = At(server);
        if (_sockets.Find(server.Value) is null)
        {
            return new TmuxResult.NotSent(NotSentReason.Absent, $"there is no server named {server}");
        }

        // A stopped server would carry it out whenever it goes on.
        if (SocketProbe.Probe(socket) is ProbeVerdict.Alive { Pid: var pid } && _processes.Find(pid) is { Stopped: true })
        {
            return new TmuxResult.NotSent(NotSentReason.Unreachable, ProcessStatus.StoppedWords(pid));
        }

        var run = new TmuxRunOptions { Input = options.Input?.AsMemory(), Deadline = options.Timeout ?? CommandLimit };
        return await _client.RunAsync(new TmuxServerAddress(socket, null), TmuxCommandLine.Exec(words), run, cancellationToken);
    }

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken) => throw NodeOption.NoNode("agents need a node, and none runs");

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken) => throw NodeOption.NoNode("agents need a node, and none runs");

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken) => throw NodeOption.NoNode("notifications need a node, and none runs");

    public Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken) =>
        PaneCapturer.CaptureAsync(Ports(pane), pane, options, cancellationToken);

    public IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken) =>
        throw NodeOption.NoNode("what a pane prints needs a node, and none runs");

    public Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken) =>
        throw NodeOption.NoNode("a terminal for another program needs a node, and none runs");

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken) => request.Agent is not null
        ? throw NodeOption.NoNode("waiting for an agent needs a node, and none runs")
        : PaneWait.RunAsync(Ports(pane), pane, request, cancellationToken);

    public IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, CancellationToken cancellationToken) =>
        _runs.RunAsync(server, request, cancellationToken);

    public Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken) => _runs.GetAsync(cancellationToken);

    public Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken) => _runs.CancelAsync(run, cancellationToken);

    public Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken) =>
        PaneSender.SendAsync(Ports(pane), pane, request, cancellationToken);

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken) =>
        PaneKeys.PressAsync(Ports(pane), pane, request, cancellationToken);

    public Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken) => throw NodeOption.NoNode("events need a node, and none runs");

    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) => ReadEventsAsync(EventFilter.All, cancellationToken);

    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, CancellationToken cancellationToken) =>
        throw NodeOption.NoNode("events need a node, and none runs");

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken) =>
        throw NodeOption.NoNode("a release needs a node, and none runs");

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) =>
        throw NodeOption.NoNode("a guard needs a node, and none runs");

    private PanePorts Ports(PaneAddress pane) => new(new LocalPaneCommands(this, pane.Server), new PaneTerminals(), TimeProvider.System);

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private async Task<ServerView?> ViewAsync(SocketEntry entry, CancellationToken cancellationToken)
    {
        var path = Path.Combine(SocketDirectory, entry.FileName);

        // Nobody has watched it: since when it has been dead is not known, and the file's own age does not move with each look.
        var since = DateTimeOffset.UnixEpoch.AddTicks(entry.Inode.ChangedNanoseconds / TimeSpan.NanosecondsPerTick);
        var blank = new ServerView(
            Node, entry.FileName, path, ServerStatus.BackingOff, null, null, null, null, GuardState.None, 0, 0, 0, 0, since, 0);
        if ((ServerName.Problem(entry.FileName) ?? SocketPath.Problem(path)) is { } problem)
        {
            return blank with { Status = ServerStatus.Unmanageable, Reason = ServerReason.BadName, Error = problem };
        }

        return await _listing.ReadAsync(new SocketPath(path), cancellationToken) switch
        {
            ServerRead.Read { Reply: var reply } => Running(blank, reply),
            ServerRead.NotRead { Reason: ServerReason.ServerDead } => blank with { Reason = ServerReason.ServerDead },
            ServerRead.NotRead not => blank with { Reason = not.Reason, Error = not.Detail },
            _ => null,
        };
    }

    private static ServerView Running(ServerView blank, ListingReply reply)
    {
        var counts = reply.State.Counts();
        var isGuarded = !reply.IsReleased && AnchorRules.From(reply.State, AnchorNames.Default).Session is not null;
        return blank with
        {
            Status = ServerStatus.Connected,
            Generation = reply.Generation,
            Version = reply.Version,
            Guard = isGuarded ? GuardState.Floor : GuardState.None,
            Sessions = counts.Sessions,
            Windows = counts.Windows,
            Panes = counts.Panes,
            Clients = reply.State.Clients.Count,
            AttachTarget = reply.State.AttachTarget,
            Since = DateTimeOffset.FromUnixTimeSeconds(reply.Generation.StartTime),
        };
    }

    private async Task<KillOutcome> KillAsync(
        TmuxServerAddress target, ServerGeneration? generation, KillOptions options, CancellationToken cancellationToken)
    {
        var process = target.Expected!;
        using var limit = new CancellationTokenSource(KillLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (await GiveAsync(target, options, either.Token) is { } problem)
        {
            return new KillOutcome.StillAlive(problem);
        }

        try
        {
            await _processes.WaitForEndAsync(process, either.Token);
            return new KillOutcome.Killed(generation, $"its process {process.Pid} is gone");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new KillOutcome.StillAlive(
                $"it has not died within {KillLimit.TotalSeconds:0} s; --force ends its process {process.Pid} with SIGKILL, and what it holds is lost");
        }
    }

    // Why the order did not reach the server, in one line; null when it did, or may have.
    private async Task<string?> GiveAsync(TmuxServerAddress target, KillOptions options, CancellationToken cancellationToken)
    {
        var process = target.Expected!;
        if (options.Force)
        {
            return _processes.TryKill(process) || !_processes.Lives(process) ? null : $"its process {process.Pid} cannot be signalled";
        }

        var run = new TmuxRunOptions { Deadline = KillLimit };
        return await _client.RunAsync(target, TmuxCommands.KillServer, run, cancellationToken) switch
        {
            TmuxResult.NotSent notSent when _processes.Lives(process) => notSent.Detail,
            TmuxResult.Exited { Status: not 0 } exited => Encoding.UTF8.GetString(exited.Error.Span).TrimEnd(),
            _ => null,
        };
    }

    private SocketPath At(ServerName server)
    {
        var path = Path.Combine(SocketDirectory, server.Value);
        if (SocketDirectoryPath.LengthProblem(SocketDirectory) is { } tooLong)
        {
            throw new VerbException(tooLong);
        }

        return SocketPath.Problem(path) is { } problem ? throw new VerbException(problem) : new SocketPath(path);
    }
}
