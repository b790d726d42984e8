using RunKit.Actors.Panes;
using RunKit.Actors.Sockets;
using RunKit.Tmux.Streams;

namespace RunKit.Actors.Streams;

/// <summary>
/// Keeps a feed for each pane that somebody looks at, and ends what an earlier process that was killed has left: its pipes, and their marks.
/// </summary>
internal sealed class StreamsActor : ReceiveActor
{
    private static readonly TimeSpan SweepLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<PaneAddress, PaneFeed> _feeds = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly PlanePorts _ports;
    private readonly string _node;
    private readonly IActorRef _plane;
    private readonly IActorRef _sockets;

    /// <param name="plane">Routes commands to servers.</param>
    /// <param name="sockets">Disconnects servers, when no pipe is left to be given back.</param>
    public StreamsActor(PlanePorts ports, string node, IActorRef plane, IActorRef sockets)
    {
        (_ports, _node, _plane, _sockets) = (ports, node, plane, sockets);
        Receive<SocketWatcherProtocol.Disconnect>(OnDisconnect);
        Receive<StreamsProtocol.AllEnded>(ended => _sockets.Tell(ended.Disconnect, ended.Caller));
        Receive<StreamsProtocol.Open>(OnOpen);
        Receive<StreamsProtocol.FeedEnded>(OnEnded);
        Receive<StreamsProtocol.Swept>(_ => { });
        Receive<StreamsProtocol.Failed>(failed => throw new InvalidOperationException($"a pane cannot be shown: {failed.Cause.Message}", failed.Cause));
    }

    public static Props Props(PlanePorts ports, string node, IActorRef plane, IActorRef sockets) =>
        Akka.Actor.Props.Create(() => new StreamsActor(ports, node, plane, sockets));

    protected override void PreStart()
    {
        if (_ports.PanePipes is { } pipes)
        {
            SweepAsync(pipes).PipeTo(Self, Self, () => new StreamsProtocol.Swept(), cause => new StreamsProtocol.Failed(cause));
        }
    }

    // The feeds give their pipes back; their viewers are told.
    protected override void PostStop() => _stopped.Cancel();

    private void OnOpen(StreamsProtocol.Open open)
    {
        if (!_feeds.TryGetValue(open.Pane, out var feed) || !feed.Viewers.TryAdd(open.Viewer))
        {
            var socket = SocketPath.In(_ports.Sockets.Directory, open.Pane.Server);
            var commands = new ServerPaneCommands(_plane, _node, open.Pane.Server, "streams");
            _feeds[open.Pane] = feed = new PaneFeed(new StreamPorts(commands, _ports.PanePipes, socket, _ports.Time), open.Pane);
            feed.Viewers.TryAdd(open.Viewer);
            var running = feed.RunAsync(_stopped.Token);
            _running.RemoveAll(task => task.IsCompleted);
            _running.Add(running);
            running.PipeTo(Self, Self, () => new StreamsProtocol.FeedEnded(feed), cause => new StreamsProtocol.Failed(cause));
        }

        Sender.Tell(new StreamsProtocol.Opened(feed));
    }

    // Pipes are given back while their servers are connected still.
    private void OnDisconnect(SocketWatcherProtocol.Disconnect disconnect)
    {
        var caller = Sender;
        _stopped.Cancel();
        Task.WhenAny(Task.WhenAll(_running), Task.Delay(EndLimit, _ports.Time)).PipeTo(
            Self, Self, _ => new StreamsProtocol.AllEnded(disconnect, caller), cause => new StreamsProtocol.Failed(cause));
    }

    private void OnEnded(StreamsProtocol.FeedEnded ended)
    {
        foreach (var pane in _feeds.Where(known => known.Value == ended.Feed).Select(known => known.Key).ToArray())
        {
            _feeds.Remove(pane);
        }
    }

    // A server that does not answer now keeps its record for the next start.
    private async Task SweepAsync(IPanePipes pipes)
    {
        foreach (var pipe in pipes.ListAbandoned())
        {
            var options = new TmuxRunOptions { Deadline = SweepLimit };
            var result = await _ports.Client.RunAsync(
                new TmuxServerAddress(pipe.Socket, null), StreamCommands.End(pipe.Pane, pipe.Mark, isOver: !pipes.IsAbandoned(pipe.Mark)), options, _stopped.Token).ConfigureAwait(false);
            if (result is TmuxResult.Exited or TmuxResult.NotSent { Reason: NotSentReason.ServerDead or NotSentReason.Absent })
            {
                pipes.Forget(pipe);
            }
        }
    }
}
