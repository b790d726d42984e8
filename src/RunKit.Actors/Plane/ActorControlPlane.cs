using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RunKit.Actors.Agents;
using RunKit.Actors.Creation;
using RunKit.Actors.Panes;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Agents;
using RunKit.Actors.Streams;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Plane;

/// <summary>The plane behind a <see cref="RunKitSupervisor"/>, wherever that stands.</summary>
/// <param name="supervisor">Finds the supervisor; a caller that is quicker than the start of its host waits here.</param>
/// <param name="settings">The settings that it was started with.</param>
/// <param name="ports">The ports that it was started with; without them runs are refused.</param>
public sealed class ActorControlPlane(Func<CancellationToken, Task<IActorRef>> supervisor, PlaneSettings settings, PlanePorts? ports = null) : IControlPlane
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    // A long history comes in many pages.
    private static readonly TimeSpan CaptureLimit = TimeSpan.FromSeconds(60);

    // A run is started when its window is there, which a busy server makes us wait for.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    // What the last step of a send may take when its time is over.
    private static readonly TimeSpan SendMargin = TimeSpan.FromSeconds(25);

    // What a creation takes beside what it is given: to be looked at, and to be given up in an orderly way.
    private static readonly TimeSpan CreationMargin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private const int DialLooks = 400;

    // How many events may wait for a reader in its channel; the rest wait in the log, once for all readers.
    private const int EventWindow = 256;
    private static long _readers;
    private readonly PlaneQuestions _questions = new(supervisor);

    public string Node => settings.Node;

    // Null for callers that leave the audit to the actors.
    private string? Caller { get; init; }

    public IControlPlane For(string caller)
    {
        ArgumentException.ThrowIfNullOrEmpty(caller);
        return new ActorControlPlane(supervisor, settings, ports) { Caller = caller };
    }

    public async Task<ImmutableArray<ServerView>> GetServersAsync(CancellationToken cancellationToken)
    {
        var servers = await AskAsync<PlaneProtocol.Servers>(new PlaneProtocol.GetServers(Node), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return servers.Views;
    }

    public async Task<EventId> GetLastEventIdAsync(CancellationToken cancellationToken)
    {
        var last = await AskAsync<PlaneProtocol.LastEventId>(new PlaneProtocol.GetLastEventId(Node), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return last.Id;
    }

    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<PlaneEvent> ReadEventsAsync(EventId? after, CancellationToken cancellationToken) =>
        ReadEventsAsync(EventFilter.All with { After = after }, cancellationToken);

    public async IAsyncEnumerable<PlaneEvent> ReadEventsAsync(
        EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var after = filter.After;
        var reader = Interlocked.Increment(ref _readers);
        var actor = await supervisor(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var restarted = true; restarted;)
            {
                // A plane that has begun anew is asked for what came after the last event that this reader has.
                var (position, channel) = await SubscribeAsync(reader, after, filter, cancellationToken).ConfigureAwait(false);
                after = position;
                var taken = 0;
                while (await HasMoreAsync(channel, cancellationToken).ConfigureAwait(false))
                {
                    while (channel.TryRead(out var happened))
                    {
                        after = happened.Id;
                        if (++taken == EventWindow / 2)
                        {
                            actor.Tell(new PlaneProtocol.Grant(reader, taken), ActorRefs.NoSender);
                            taken = 0;
                        }

                        if (filter.Admits(happened))
                        {
                            yield return happened;
                        }
                    }
                }

                restarted = channel.Completion.IsFaulted;
            }
        }
        finally
        {
            actor.Tell(new PlaneProtocol.Unsubscribe(reader), ActorRefs.NoSender);
        }
    }

    public async Task<CreateOutcome> NewAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ended = await AskAsync<CreationProtocol.ServerCreated>(new CreationProtocol.CreateServer(Node, request, Caller), request.Timeout + CreationMargin, cancellationToken).ConfigureAwait(false);
        if (ended.Outcome is CreateOutcome.Created && ports is not null)
        {
            await DialledAsync(request.Server, ports.Time, cancellationToken).ConfigureAwait(false);
        }

        return ended.Outcome;
    }

    // What its caller asks of it next must find it: its socket is seen in a moment, and dialled in another. It runs whether it is or not.
    private async Task DialledAsync(ServerName server, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var look = 0; look < DialLooks; look++)
        {
            var views = await GetServersAsync(cancellationToken).ConfigureAwait(false);
            if (views.Any(view => view.Name == server.Value && WasDialled(view)))
            {
                return;
            }

            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A name may have been another server's, which is dead.
    private static bool WasDialled(ServerView view) => view.Status == ServerStatus.Connected
        || (view.Status == ServerStatus.BackingOff && view.Reason is not (ServerReason.ServerDead or ServerReason.Killed or ServerReason.Vanished));

    public async Task<KillOutcome> KillAsync(ServerName server, KillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limit = settings.KillTimeout + settings.KillTimeout;
        var ended = await AskAsync<ServerProtocol.KillEnded>(new ServerProtocol.Kill(Node, server, options.Force, Caller), limit, cancellationToken).ConfigureAwait(false);
        return ended.Outcome;
    }

    public async Task<TreeOutcome> GetTreeAsync(ServerName server, CancellationToken cancellationToken)
    {
        var read = await AskAsync<ServerProtocol.TreeRead>(new ServerProtocol.GetTree(Node, server), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return read.Outcome;
    }

    public Task<CommandOutcome> ExecuteAsync(
        ServerName server, ImmutableArray<string> words, CommandOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CommandAsync(new ServerProtocol.Execute(Node, server, words, options), options.Timeout, cancellationToken);
    }

    public async Task<CaptureOutcome> CaptureAsync(PaneAddress pane, CaptureOptions options, CancellationToken cancellationToken)
    {
        var captured = await AskAsync<PaneProtocol.Captured>(new PaneProtocol.Capture(Node, pane, options), CaptureLimit, cancellationToken).ConfigureAwait(false);
        return captured.Outcome;
    }

    public async IAsyncEnumerable<PaneStreamEvent> OpenPaneAsync(
        PaneAddress pane, PaneStreamOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var viewer = new FeedViewer(Math.Clamp(options.History, 0, PaneStreamOptions.MostHistory));
        var opened = await AskAsync<StreamsProtocol.Opened>(new StreamsProtocol.Open(pane, viewer), AnswerLimit, cancellationToken).ConfigureAwait(false);
        await foreach (var next in FeedReader.ReadAsync(opened.Feed, viewer, cancellationToken).ConfigureAwait(false))
        {
            yield return next;
        }
    }

    public async Task<TerminalOutcome> OpenTerminalAsync(ServerName server, AttachRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var view = (await GetServersAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => known.Name == server.Value);
        if (view is null || ports?.AttachedTerminals is not { } terminals)
        {
            return view is null ? new TerminalOutcome.UnknownServer() : new TerminalOutcome.NotOpened("this plane attaches no terminals");
        }

        // Never to a later life of the socket than the one that its caller sees.
        if (request.Problem() is { } problem || view.Generation is not { } generation || ports.Processes.Find(generation.Pid)?.Identity is not { } process)
        {
            return new TerminalOutcome.NotOpened(request.Problem() ?? $"{server} does not run");
        }

        var (terminal, objection) = await terminals.AttachAsync(new TmuxServerAddress(new SocketPath(view.Socket), process), view.Version, request, cancellationToken).ConfigureAwait(false);
        return terminal is null ? new TerminalOutcome.NotOpened(objection) : new TerminalOutcome.Opened(terminal);
    }

    public Task<AgentReport> GetAgentsAsync(bool all, CancellationToken cancellationToken) => _questions.AgentsAsync(Node, all, cancellationToken);

    public Task<AgentOutcome> ExplainAgentAsync(PaneAddress pane, CancellationToken cancellationToken) => _questions.ExplainAsync(Node, pane, cancellationToken);

    public Task<ImmutableArray<NoticeResult>> TestNotificationsAsync(CancellationToken cancellationToken) => _questions.TestNoticesAsync(Node, cancellationToken);

    public Task<WaitOutcome> WaitAsync(PaneAddress pane, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PlaneWait(_questions, Node, () => Interlocked.Increment(ref _readers)).RunAsync(pane, request, cancellationToken);
    }

    public async IAsyncEnumerable<RunEvent> RunAsync(ServerName server, RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var begun = await AskAsync<RunsProtocol.RunBegun>(new RunsProtocol.StartRun(Node, server, request), StartLimit, cancellationToken).ConfigureAwait(false);
        if (begun.Run is not { } run || ports?.RunFiles is not { } files)
        {
            yield return new RunEvent.Ended(begun.Problem ?? new RunResult.Lost("this plane cannot follow it"), begun.Run);
            yield break;
        }

        TimeSpan? limit = request.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        var toEnd = false;
        try
        {
            await foreach (var happened in RunStream.ReadAsync(run, limit, EndOfAsync(run, cancellationToken), files, ports.Time, cancellationToken).ConfigureAwait(false))
            {
                toEnd = happened is RunEvent.Ended { Result: not RunResult.TimedOut, Run.Ended: not null };
                yield return happened;
            }
        }
        finally
        {
            (await supervisor(CancellationToken.None).ConfigureAwait(false)).Tell(new RunsProtocol.ReaderLeft(Node, run.Id, toEnd), ActorRefs.NoSender);
        }
    }

    public async Task<ImmutableArray<RunView>> GetRunsAsync(CancellationToken cancellationToken)
    {
        var runs = await AskAsync<RunsProtocol.Runs>(new RunsProtocol.GetRuns(Node), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return runs.Views;
    }

    public async Task<RunView?> CancelRunAsync(RunId run, CancellationToken cancellationToken)
    {
        var found = await AskAsync<RunsProtocol.RunFound>(new RunsProtocol.CancelRun(Node, run), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return found.Run;
    }

    public Task<SendOutcome> SendAsync(PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SentAsync(new PaneProtocol.Send(Node, pane, request), request.Timeout, cancellationToken);
    }

    public Task<SendOutcome> KeysAsync(PaneAddress pane, KeysRequest request, CancellationToken cancellationToken) =>
        SentAsync(new PaneProtocol.Keys(Node, pane, request), SendRequest.UsualTimeout, cancellationToken);

    public Task<CommandOutcome> ReleaseAsync(ServerName server, ReleaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CommandAsync(new ServerProtocol.Release(Node, server, options.Force, Caller), null, cancellationToken);
    }

    public Task<CommandOutcome> GuardAsync(ServerName server, CancellationToken cancellationToken) =>
        CommandAsync(new ServerProtocol.Guard(Node, server), null, cancellationToken);

    private async Task<RunView> EndOfAsync(RunView run, CancellationToken cancellationToken)
    {
        var ended = await AskAsync<RunsProtocol.RunEnded>(new RunsProtocol.AwaitRun(Node, run.Id), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return ended.Run ?? run;
    }

    private static async ValueTask<bool> HasMoreAsync(ChannelReader<PlaneEvent> channel, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PlaneRestartedException)
        {
            return false;
        }
    }

    private async Task<(EventId Position, ChannelReader<PlaneEvent> Events)> SubscribeAsync(
        long reader, EventId? after, EventFilter filter, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<PlaneEvent>(new BoundedChannelOptions(EventWindow) { SingleReader = true, SingleWriter = true });
        var begun = await AskAsync<PlaneProtocol.LastEventId>(
            new PlaneProtocol.Subscribe(reader, after, channel.Writer, EventWindow, filter.Since, filter.Names(EventTypes.AgentState)), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return (begun.Id, channel.Reader);
    }

    private async Task<SendOutcome> SentAsync(object request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var sent = await AskAsync<PaneProtocol.Sent>(request, timeout + SendMargin, cancellationToken).ConfigureAwait(false);
        return sent.Outcome;
    }

    private async Task<CommandOutcome> CommandAsync(object command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = (timeout ?? settings.CommandTimeout) + AnswerLimit;
        var executed = await AskAsync<ServerProtocol.Executed>(command, limit, cancellationToken).ConfigureAwait(false);
        return executed.Outcome;
    }

    private Task<T> AskAsync<T>(object question, TimeSpan limit, CancellationToken cancellationToken) => _questions.AskAsync<T>(question, limit, cancellationToken);
}
