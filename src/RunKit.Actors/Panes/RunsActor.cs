using Akka.Event;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>
/// Starts runs and sees them to their end. They are written down, so that what an earlier incarnation of this actor, or of the node, has left is
/// seen to its end too.
/// </summary>
internal sealed class RunsActor : ReceiveActor
{
    // How many runs that have ended are remembered, and of how many the output is kept that nobody has read.
    private const int MostEnded = 200;
    private const int MostOutputs = 16;
    private const string NoPlace = "this plane has no place to keep runs in";

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<RunId, RunRecord> _runs = [];
    private readonly Dictionary<RunId, List<IActorRef>> _waiting = [];

    // Runs whose output is being read: it stays until it has been.
    private readonly HashSet<RunId> _reading = [];
    private readonly PlanePorts _ports;
    private readonly string _node;
    private readonly IActorRef _plane;

    /// <param name="plane">Routes commands to servers.</param>
    public RunsActor(PlanePorts ports, string node, IActorRef plane)
    {
        (_ports, _node, _plane) = (ports, node, plane);
        Receive<RunsProtocol.StartRun>(OnStart);
        Receive<RunsProtocol.StartEnded>(OnStartEnded);
        Receive<RunsProtocol.AwaitRun>(OnAwait);
        Receive<RunsProtocol.WatchEnded>(OnWatchEnded);
        Receive<RunsProtocol.GetRuns>(_ => OnGet());
        Receive<RunsProtocol.CancelRun>(OnCancel);
        Receive<RunsProtocol.ReaderLeft>(OnReaderLeft);
        Receive<RunsProtocol.WatchStopped>(_ => { });
        Receive<RunsProtocol.Failed>(failed => throw new InvalidOperationException($"a run cannot be seen to its end: {failed.Cause.Message}", failed.Cause));
    }

    public static Props Props(PlanePorts ports, string node, IActorRef plane) => Akka.Actor.Props.Create(() => new RunsActor(ports, node, plane));

    protected override void PreStart()
    {
        foreach (var run in _ports.RunFiles?.List() ?? [])
        {
            Adopt(run);
        }

        Forget();
    }

    // The runs go on; its callers ask again.
    protected override void PostStop()
    {
        _stopping.Cancel();
        foreach (var (id, callers) in _waiting)
        {
            var lost = View(_runs[id]) with { Result = new RunResult.Lost($"the node stopped, and the command runs on; ask what became of it with: runkit runs {id}") };
            callers.ForEach(caller => caller.Tell(new RunsProtocol.RunEnded(_node, lost)));
        }
    }

    private void OnStart(RunsProtocol.StartRun start)
    {
        if (Ports(start.Server) is not { } ports)
        {
            Sender.Tell(new RunsProtocol.RunBegun(_node, null, new RunResult.Refused(NoPlace)));
            return;
        }

        var caller = Sender;
        RunStarter.StartAsync(ports, SocketPath.In(_ports.Sockets.Directory, start.Server), start.Request, _stopping.Token).PipeTo(
            Self, Self, begun => new RunsProtocol.StartEnded(begun, caller), cause => Failure(cause, default));
    }

    private void OnStartEnded(RunsProtocol.StartEnded ended)
    {
        switch (ended.Start)
        {
            case RunStart.Started { Run: var run }:
                Watch(run);
                _reading.Add(run.Id);
                ended.Caller.Tell(new RunsProtocol.RunBegun(_node, View(run), null));
                break;
            case RunStart.NotStarted not:
                ended.Caller.Tell(new RunsProtocol.RunBegun(_node, null, not.Result));
                break;
        }
    }

    private void OnReaderLeft(RunsProtocol.ReaderLeft left)
    {
        _reading.Remove(left.Run);
        if (left.ToEnd)
        {
            _ports.RunFiles?.RemoveOutput(left.Run);
        }
        else
        {
            Forget();
        }
    }

    private void OnAwait(RunsProtocol.AwaitRun wait)
    {
        if (_runs.TryGetValue(wait.Run, out var run) && run.Result is null)
        {
            if (!_waiting.TryGetValue(wait.Run, out var callers))
            {
                _waiting[wait.Run] = callers = [];
            }

            callers.Add(Sender);
            return;
        }

        Sender.Tell(new RunsProtocol.RunEnded(_node, run is null ? null : View(run)));
    }

    private void OnWatchEnded(RunsProtocol.WatchEnded ended)
    {
        _runs[ended.Run.Id] = ended.Run;
        Save(ended.Run);
        if (_waiting.Remove(ended.Run.Id, out var callers))
        {
            callers.ForEach(caller => caller.Tell(new RunsProtocol.RunEnded(_node, View(ended.Run))));
        }

        Forget();
    }

    private void OnGet()
    {
        // Runs of callers that had no node are written down in the same place.
        foreach (var run in (_ports.RunFiles?.List() ?? []).Where(run => !_runs.ContainsKey(run.Id)))
        {
            Adopt(run);
        }

        Sender.Tell(new RunsProtocol.Runs(_node, [.. _runs.Values.OrderBy(run => run.Started).Select(View)]));
    }

    private void OnCancel(RunsProtocol.CancelRun cancel)
    {
        var run = _runs.GetValueOrDefault(cancel.Run);
        if (run is { Result: null } && Ports(run) is { } ports)
        {
            RunWatcher.CancelAsync(ports, run, _stopping.Token).PipeTo(
                Self, Self, () => new RunsProtocol.WatchStopped(run.Id), cause => Failure(cause, run.Id));
        }

        Sender.Tell(new RunsProtocol.RunFound(_node, run is null ? null : View(run)));
    }

    private void Adopt(RunRecord run)
    {
        if (Path.GetDirectoryName(run.Socket) != _ports.Sockets.Directory || !ServerName.TryParse(Path.GetFileName(run.Socket), out _))
        {
            return;
        }

        if (run.Result is not null)
        {
            _runs[run.Id] = run;
        }
        else if (run.Watcher == _ports.RunProcesses!.Self || !_ports.Processes.Lives(run.Watcher))
        {
            _log.Info("run {0} is seen to its end again", run.Id);
            var ours = run with { Watcher = _ports.RunProcesses.Self };
            Save(ours);
            Watch(ours);
        }
    }

    private void Watch(RunRecord run)
    {
        _runs[run.Id] = run;
        RunWatcher.WatchAsync(Ports(run)!, run, _stopping.Token).PipeTo(
            Self, Self, ended => new RunsProtocol.WatchEnded(ended), cause => Failure(cause, run.Id));
    }

    private void Forget()
    {
        var ended = _runs.Values.Where(run => run.Result is not null && !_reading.Contains(run.Id)).OrderByDescending(run => run.Ended).ToArray();
        foreach (var run in ended.Skip(MostOutputs))
        {
            _ports.RunFiles!.RemoveOutput(run.Id);
        }

        foreach (var run in ended.Skip(MostEnded))
        {
            _runs.Remove(run.Id);
            _ports.RunFiles!.Remove(run.Id);
        }
    }

    private void Save(RunRecord run)
    {
        try
        {
            _ports.RunFiles!.Save(run);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warning("run {0} cannot be written down: {1}", run.Id, e.Message);
        }
    }

    private object Failure(Exception cause, RunId run) =>
        cause is OperationCanceledException && _stopping.IsCancellationRequested ? new RunsProtocol.WatchStopped(run) : new RunsProtocol.Failed(cause);

    private RunPorts? Ports(RunRecord run) => Ports(new ServerName(Path.GetFileName(run.Socket)));

    private RunPorts? Ports(ServerName server) => _ports is { RunFiles: { } files, RunProcesses: { } processes }
        ? new RunPorts(new ServerPaneCommands(_plane, _node, server, "runs"), files, processes, _ports.Processes, _ports.Terminals, _ports.Time)
        : null;

    private RunView View(RunRecord run) => RunView.From(run, _node);
}
