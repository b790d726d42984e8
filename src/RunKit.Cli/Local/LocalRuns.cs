using System.Runtime.CompilerServices;
using RunKit.Actors.Panes;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Linux.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Cli.Local;

/// <summary>
/// Runs where no node runs: this process sees its own to their end and leaves nothing of them. One that was left behind, because its time
/// limit was over or its caller died, is seen to its end by the next command that asks for runs.
/// </summary>
internal sealed class LocalRuns(LocalControlPlane plane, string stateDirectory)
{
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(5);

    private readonly RunFiles _files = new(stateDirectory);
    private readonly RunProcesses _runs = new();
    private readonly ProcessTable _processes = new();

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ports = Ports(server);
        var start = await RunStarter.StartAsync(ports, SocketPath.In(plane.SocketDirectory, server), request, cancellationToken);
        if (start is not RunStart.Started { Run: var run })
        {
            yield return new RunEvent.Ended(((RunStart.NotStarted)start).Result, null);
            yield break;
        }

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = WatchAsync(ports, run, watching.Token);
        TimeSpan? limit = request.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        await foreach (var happened in RunStream.ReadAsync(RunView.From(run, plane.Node), limit, ended, _files, TimeProvider.System, cancellationToken))
        {
            if (happened is RunEvent.Ended { Result: not RunResult.TimedOut })
            {
                _files.Remove(run.Id);
            }

            yield return happened;
        }

        await watching.CancelAsync();
    }

    public async Task<ImmutableArray<RunView>> GetAsync(CancellationToken cancellationToken)
    {
        var ours = _files.List().Where(run => Path.GetDirectoryName(run.Socket) == plane.SocketDirectory && ServerName.TryParse(Path.GetFileName(run.Socket), out _));
        return [.. (await Task.WhenAll(ours.Select(run => SeeToEndAsync(run, cancellationToken)))).Select(run => RunView.From(run, plane.Node))];
    }

    public async Task<RunView?> CancelAsync(RunId id, CancellationToken cancellationToken)
    {
        if (_files.List().FirstOrDefault(run => run.Id == id) is not { } run)
        {
            return null;
        }

        await RunWatcher.CancelAsync(Ports(run), run, cancellationToken);
        return RunView.From(run, plane.Node);
    }

    // What still runs is left as it is; a run that has ended is over in a moment.
    private async Task<RunRecord> SeeToEndAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Result is not null || _processes.Lives(run.Watcher) || _processes.Lives(run.Window.Process))
        {
            return run;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            limit.CancelAfter(ClosingLimit);
            var ended = await RunWatcher.WatchAsync(Ports(run), run, limit.Token);
            _files.Save(ended);
            return ended;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return run;
        }
    }

    private async Task<RunView> WatchAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken) =>
        RunView.From(await RunWatcher.WatchAsync(ports, run, cancellationToken), plane.Node);

    private RunPorts Ports(RunRecord run) => Ports(new ServerName(Path.GetFileName(run.Socket)));

    private RunPorts Ports(ServerName server) => new(new LocalPaneCommands(plane, server), _files, _runs, _processes, new PaneTerminals(), TimeProvider.System);
}
