
namespace RunKit.Actors.Panes;

/// <summary>Does what is asked of one pane, and exists only while something is.</summary>
internal sealed class PaneActor : ReceiveActor
{
    private readonly PanePorts _ports;
    private readonly IActorRef _server;
    private readonly PaneId _pane;
    private readonly string _node;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<long, (IActorRef Caller, IPaneRequest Request)> _underWay = [];
    private int _requests;
    private long _operations;

    public PaneActor(string node, ServerName server, PaneId pane, IActorRef serverActor, PlanePorts ports)
    {
        (_node, _pane, _server) = (node, pane, serverActor);
        _ports = new PanePorts(new ServerPaneCommands(serverActor, node, server, $"pane {pane}"), ports.Terminals, ports.Time);
        Receive<PaneProtocol.Capture>(OnCapture);
        Receive<PaneProtocol.Ended>(OnEnded);
        Receive<PaneProtocol.Failed>(failed => throw new InvalidOperationException($"what was asked of {pane} of {server} failed: {failed.Cause.Message}", failed.Cause));
    }

    public static Props Props(string node, ServerName server, PaneId pane, IActorRef serverActor, PlanePorts ports) =>
        Akka.Actor.Props.Create(() => new PaneActor(node, server, pane, serverActor, ports));

    // Callers are answered, whatever ends this actor; a restarted one begins with none.
    protected override void PostStop()
    {
        _stopped.Cancel();
        foreach (var (caller, request) in _underWay.Values)
        {
            caller.Tell(request.Abandoned("the plane stopped in the middle"));
        }
    }

    private void OnCapture(PaneProtocol.Capture capture) => Begin(
        capture, async token => new PaneProtocol.Captured(_node, await PaneCapturer.CaptureAsync(_ports, capture.Pane, capture.Options, token).ConfigureAwait(false)));

    private void Begin(IPaneRequest request, Func<CancellationToken, Task<object>> operation)
    {
        _requests++;
        var id = ++_operations;
        _underWay[id] = (Sender, request);
        operation(_stopped.Token).PipeTo(Self, Self, answer => new PaneProtocol.Ended(id, answer), cause => new PaneProtocol.Failed(cause));
    }

    private void OnEnded(PaneProtocol.Ended ended)
    {
        if (_underWay.Remove(ended.Operation, out var known))
        {
            known.Caller.Tell(ended.Answer);
        }

        if (_underWay.Count == 0)
        {
            _server.Tell(new PaneProtocol.Idle(_pane, _requests));
        }
    }
}
