using RunKit.Tmux.Processes.Launching;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Sockets;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Node.WithoutNode;

/// <summary>
/// What can be done where no node runs: each call asks tmux itself, with one short process a server at most. Nothing is attached, guarded
/// or left behind.
/// </summary>
internal sealed class DirectPlane : IDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(5);

    private readonly TmuxSpawner _spawner = new();
    private readonly SocketDirectory _sockets;
    private readonly TmuxBinary _tmux;
    private readonly CliWrapOneShotTmux _oneShot;
    private readonly ProcessTable _processes = new();
    private readonly string _node;

    private DirectPlane(string socketDirectory, string tmuxBinary, string node)
    {
        _sockets = new SocketDirectory(socketDirectory);
        _tmux = new TmuxBinary(tmuxBinary);
        _oneShot = new CliWrapOneShotTmux(_spawner, _tmux, TimeProvider.System);
        _node = node;
    }

    public string SocketDirectory => _sockets.Directory;

    /// <summary>Which tmux it runs.</summary>
    public TmuxBinary Tmux => _tmux;

    /// <summary>With the settings that the environment makes, as a node would read them.</summary>
    public static DirectPlane Create()
    {
        var directory = SocketDirectoryPath.Resolve(Setting("RUNKIT_SOCKET_DIR"), Environment.GetEnvironmentVariable("TMUX_TMPDIR"));
        var node = Setting("RUNKIT_NODE") is { Length: > 0 } named ? named : Environment.MachineName;
        return new DirectPlane(directory, Setting("RUNKIT_TMUX_BINARY"), node);
    }

    /// <exception cref="VerbException">The directory cannot be read.</exception>
    public async Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken)
    {
        var sockets = _sockets.List() switch
        {
            SocketListing.Listed listed => listed.Sockets,
            SocketListing.Absent => [],
            SocketListing.Failed failed => throw new VerbException(failed.Reason),
            var other => throw new VerbException($"the socket directory cannot be read: {other}"),
        };
        var look = new ServerLook(_node, SocketDirectory, _oneShot, _tmux, _processes);
        using var gate = new SemaphoreSlim(AtOnce);
        var views = await Task.WhenAll(sockets.Select(async socket =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                return await look.AtAsync(socket.FileName, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. views.OfType<ServerView>().OrderBy(view => view.Name, StringComparer.Ordinal)];
    }

    public async Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken) =>
        SocketDirectoryPath.Ensure(SocketDirectory) is { } problem
            ? new CreateOutcome.NotCreated(problem)
            : await new ServerLauncher(SocketDirectory, _oneShot, _tmux).LaunchAsync(request, cancellationToken);

    public async Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        if (_sockets.Find(server.Value) is null)
        {
            return new KillOutcome.UnknownServer();
        }

        var socket = At(server);
        return SocketProbe.Probe(socket) switch
        {
            ProbeVerdict.Refused => new KillOutcome.AlreadyDead(),
            ProbeVerdict.Absent => new KillOutcome.UnknownServer(),
            ProbeVerdict.Alive alive => await new DirectKill(_oneShot, _tmux, _processes).RunAsync(socket, alive.Pid, options, cancellationToken),
            ProbeVerdict.NotOurs notOurs => new KillOutcome.Refused(notOurs.Reason),
            var other => new KillOutcome.StillAlive(ServerLook.Words(other)),
        };
    }

    public async Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken)
    {
        if (_sockets.Find(server.Value) is null)
        {
            return new TreeOutcome.UnknownServer();
        }

        var socket = At(server);
        return SocketProbe.Probe(socket) is ProbeVerdict.Alive alive
            ? await new TreeLook(_node, _oneShot).AtAsync(server, socket, _tmux.For(alive.Pid), cancellationToken)
            : new TreeOutcome.NotKnown($"{server}: {ServerLook.Words(SocketProbe.Probe(socket))}");
    }

    public async Task<CommandOutcome> ExecuteAsync(
        ServerName server, TmuxCommand command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (CommandRules.Refusal(command) is { } refusal)
        {
            return new CommandOutcome.NotSent(refusal);
        }

        var limit = timeout ?? CommandLimit;
        if (_sockets.Find(server.Value) is null)
        {
            return new CommandOutcome.NotSent($"there is no server named {server}");
        }

        var socket = At(server);
        if (SocketProbe.Probe(socket) is not ProbeVerdict.Alive alive)
        {
            return new CommandOutcome.NotSent(ServerLook.Words(SocketProbe.Probe(socket)));
        }

        return await _oneShot.RunAsync(TmuxArguments.Join(socket, command), _tmux.For(alive.Pid), limit, cancellationToken) switch
        {
            OneShotResult.Exited { Status: 0 } exited => new CommandOutcome.Completed(Lines(exited.Output)),
            OneShotResult.Exited exited => new CommandOutcome.Failed(exited.Error.Trim()),
            OneShotResult.NotStarted failed => new CommandOutcome.NotSent($"tmux cannot be started: {failed.Reason}"),
            _ => new CommandOutcome.Unknown($"tmux did not end within {limit.TotalSeconds:0.###} s"),
        };
    }

    public void Dispose() => _spawner.Dispose();

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private static ImmutableArray<string> Lines(string output) =>
        output.Length == 0 ? [] : [.. (output.EndsWith('\n') ? output[..^1] : output).Split('\n')];

    private SocketPath At(ServerName server)
    {
        try
        {
            return SocketPath.In(SocketDirectory, server);
        }
        catch (ArgumentException e)
        {
            throw new VerbException(e.Message);
        }
    }
}
