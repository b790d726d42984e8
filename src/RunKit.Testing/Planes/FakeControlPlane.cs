using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Testing.Planes;

/// <summary>A plane that answers as a test tells it to, and remembers what it was asked. Safe to use from any thread.</summary>
public sealed class FakeControlPlane : IControlPlane
{
    /// <summary>The epoch of every event.</summary>
    public const string Epoch = "e1";

    private readonly Lock _lock = new();
    private ImmutableArray<PlaneEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Node { get; init; } = "fake";

    /// <summary>Called by <see cref="GetServersAsync"/> and <see cref="GetLastEventIdAsync"/> before they answer.</summary>
    public Action OnLook { get; set; } = () => { };

    /// <summary>What <see cref="GetServersAsync"/> answers.</summary>
    public ImmutableArray<ServerView> Servers { get; set; } = [];

    /// <summary>Answers <see cref="NewAsync"/>.</summary>
    public Func<NewServer, CreateOutcome> OnNew { get; set; } = _ => new CreateOutcome.Created(new ServerGeneration(1, 2), new SessionId(0));

    /// <summary>Answers <see cref="KillAsync"/>.</summary>
    public Func<ServerName, KillOutcome> OnKill { get; set; } = _ => new KillOutcome.AlreadyDead();

    /// <summary>Answers exec, release and guard: the verb, the server, and the words of an exec.</summary>
    public Func<string, ServerName, ImmutableArray<string>, CommandOutcome> OnCommand { get; set; } = (_, _, _) => CommandOutcome.Completed.Of();

    /// <summary>Answers <see cref="GetTreeAsync"/>.</summary>
    public Func<ServerName, TreeOutcome> OnTree { get; set; } = _ => new TreeOutcome.UnknownServer();

    /// <summary>Answers <see cref="WaitAsync"/>.</summary>
    public Func<PaneAddress, WaitRequest, WaitOutcome> OnWait { get; set; } = (_, _) => new WaitOutcome.UnknownPane();

    /// <summary>Answers <see cref="RunAsync"/>.</summary>
    public Func<ServerName, RunRequest, IReadOnlyList<RunEvent>> OnRun { get; set; } =
        (_, _) => [new RunEvent.Ended(new RunResult.Refused("this plane is a fake"), null)];

    /// <summary>The runs that it knows.</summary>
    public ImmutableArray<RunView> Runs { get; set; } = [];

    /// <summary>Answers <see cref="CaptureAsync"/>.</summary>
    public Func<PaneAddress, CaptureOptions, CaptureOutcome> OnCapture { get; set; } = (_, _) => new CaptureOutcome.UnknownPane();

    /// <summary>Answers <see cref="OpenPaneAsync"/>; what it yields goes to the viewer.</summary>
    public Func<PaneAddress, PaneStreamOptions, CancellationToken, IAsyncEnumerable<PaneStreamEvent>> OnOpenPane { get; set; } =
        (_, _, _) => new[] { new PaneStreamEvent.Ended("the pane is gone") }.ToAsyncEnumerable();

    /// <summary>Answers <see cref="OpenTerminalAsync"/>.</summary>
    public Func<ServerName, AttachRequest, TerminalOutcome> OnOpenTerminal { get; set; } = (_, _) => new TerminalOutcome.NotOpened("this plane is a fake");

    /// <summary>Answers <see cref="SendAsync"/>.</summary>
    public Func<PaneAddress, SendRequest, SendOutcome> OnSend { get; set; } = (_, _) => new SendOutcome.Delivered(SendEvidence.Seen);

    /// <summary>Answers <see cref="KeysAsync"/>.</summary>
    public Func<PaneAddress, KeysRequest, SendOutcome> OnKeys { get; set; } = (_, _) => new SendOutcome.Delivered(SendEvidence.Pressed);

    /// <summary>What <see cref="GetAgentsAsync"/> answers.</summary>
    public AgentReport Agents { get; set; } = new([], []);

    /// <summary>Answers <see cref="ExplainAgentAsync"/>.</summary>
    public Func<PaneAddress, AgentOutcome> OnExplain { get; set; } = _ => new AgentOutcome.UnknownPane();

    /// <summary>The options of the last exec; null before the first.</summary>
    public CommandOptions? LastOptions { get; private set; }

    /// <summary>What was asked of it, in order: <c>kill work</c>, <c>exec work list-windows -a</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Whom it was asked to act for, in order.</summary>
    public ConcurrentQueue<string> Callers { get; } = new();

    /// <summary>How many readers of events there are now.</summary>
    public int Readers => _readers;

    /// <summary>How many events readers have taken, all of them together.</summary>
    public int Taken => _taken;

    private int _readers;
    private int _taken;

    /// <summary>A view of a live server, to change with <c>with</c>.</summary>
    public static ServerView View(string name) => new(
        "fake", name, $"/tmp/tmux-0/{name}", ServerStatus.Connected, null, null, new ServerGeneration(42, 1_700_000_000), "3.3a",
        GuardState.Floor, 1, 2, 3, 0, DateTimeOffset.UnixEpoch, 7);

    /// <summary>Something happens: returns the event.</summary>
    public PlaneEvent Publish(string server, ServerEvent what)
    {
        lock (_lock)
        {
            var id = new EventId(Epoch, _events.Length + 1);
            var happened = new ServerEventEnvelope(id, DateTimeOffset.UnixEpoch, Node, new ServerName(server), new ServerGeneration(42, 1_700_000_000), 1, what);
            _events = _events.Add(happened);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return happened;
        }
    }

    public IControlPlane For(string caller)
    {
        Callers.Enqueue(caller);
        return this;
    }

    public Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken)
    {
        OnLook();
        return Task.FromResult(Servers);
    }

    public Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken)
    {
        OnLook();
        return Task.FromResult(new EventId(Epoch, Look().Events.Length));
    }

    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) =>
        ReadEventsAsync(EventFilter.All with { After = after }, cancellationToken);

    public async IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var after = filter is { After: null, Since: { } since } ? new EventId(Epoch, Look().Events.TakeWhile(happened => happened.At < since).Count()) : filter.After;
        Asked.Enqueue($"events {after}");

        // Whoever sees the reader counted may publish at once, and the reader must get it.
        var next = (after is null ? Look().Events.Length : after.Epoch == Epoch ? (int)after.Sequence : -1) + 1;
        Interlocked.Increment(ref _readers);
        try
        {
            if (next == 0)
            {
                next = Look().Events.Length + 1;
                yield return new PlaneResync(new EventId(Epoch, next - 1), DateTimeOffset.UnixEpoch, Node);
            }

            while (true)
            {
                var (events, changed) = Look();
                for (; next <= events.Length; next++)
                {
                    Interlocked.Increment(ref _taken);
                    if (filter.Admits(events[next - 1]))
                    {
                        yield return events[next - 1];
                    }
                }

                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    public Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"new {request}");
        return Task.FromResult(OnNew(request));
    }

    public Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Asked.Enqueue(options.Force ? $"kill {server} by force" : $"kill {server}");
        return Task.FromResult(OnKill(server));
    }

    public Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"tree {server}");
        return Task.FromResult(OnTree(server));
    }

    public Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        LastOptions = options;
        return CommandAsync("exec", server, words);
    }

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken)
    {
        OnLook();
        Asked.Enqueue(all ? "all agents" : "agents");
        return Task.FromResult(Agents);
    }

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"explain {pane}");
        return Task.FromResult(OnExplain(pane));
    }

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken)
    {
        OnLook();
        Asked.Enqueue("notify test");
        return Task.FromResult(ImmutableArray.Create(new NoticeResult("webhook", Delivered: true, "it answered 204", 0)));
    }

    public Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Asked.Enqueue($"capture {pane} with {options.History?.ToString(CultureInfo.InvariantCulture) ?? "all"} rows of history");
        return Task.FromResult(OnCapture(pane, options));
    }

    public IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(PaneAddress pane, PaneStreamOptions options, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"open {pane}");
        return OnOpenPane(pane, options, cancellationToken);
    }

    public Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Asked.Enqueue($"attach to {request.Target} of {server}");
        return Task.FromResult(OnOpenTerminal(server, request));
    }

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"wait at {pane}");
        return Task.FromResult(OnWait(pane, request));
    }

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Asked.Enqueue($"run on {server}: {string.Join(' ', request.Command)}");
        foreach (var happened in OnRun(server, request))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return happened;
        }
    }

    public Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken)
    {
        OnLook();
        return Task.FromResult(Runs);
    }

    public Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken)
    {
        OnLook();
        Asked.Enqueue($"cancel run {run}");
        return Task.FromResult(Runs.FirstOrDefault(known => known.Id == run));
    }

    public Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Asked.Enqueue($"send {request.Text} to {pane}");
        return Task.FromResult(OnSend(pane, request));
    }

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Asked.Enqueue($"keys {string.Join(' ', request.Keys)} to {pane}");
        return Task.FromResult(OnKeys(pane, request));
    }

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CommandAsync(options.Force ? "release by force" : "release", server, []);
    }

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) => CommandAsync("guard", server, []);

    private Task<CommandOutcome> CommandAsync(string verb, ServerName server, ImmutableArray<string> words)
    {
        Asked.Enqueue(string.Join(' ', [verb, server.Value, .. words]));
        return Task.FromResult(OnCommand(verb, server, words));
    }

    private (ImmutableArray<PlaneEvent> Events, Task Changed) Look()
    {
        lock (_lock)
        {
            return (_events, _changed.Task);
        }
    }
}
