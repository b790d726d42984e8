namespace RunKit.Actors.Panes;

/// <summary>
/// Does what is asked of one pane, and exists only while something is. What types into it goes through its lane, one after the other, so that
/// two senders never mix; what only looks waits for nobody.
/// </summary>
internal sealed class PaneActor : ReceiveActor
{
    private readonly PanePorts _ports;
    private readonly IActorRef _server;
    private readonly PaneId _pane;
    private readonly string _node;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<long, Operation> _underWay = [];
    private readonly PaneLane<Turn> _lane = new();
    private int _requests;
    private long _operations;

    public PaneActor(string node, ServerName server, PaneId pane, IActorRef serverActor, PlanePorts ports)
    {
        (_node, _pane, _server) = (node, pane, serverActor);
        _ports = new PanePorts(new ServerPaneCommands(serverActor, node, server, $"pane {pane}"), ports.Terminals, ports.Time);
        Receive<PaneProtocol.Capture>(OnCapture);
        Receive<PaneProtocol.Send>(OnSend);
        Receive<PaneProtocol.Keys>(OnKeys);
        Receive<PaneProtocol.Ended>(OnEnded);
        Receive<PaneProtocol.Failed>(failed => throw new InvalidOperationException($"what was asked of {pane} of {server} failed: {failed.Cause.Message}", failed.Cause));
    }

    public static Props Props(string node, ServerName server, PaneId pane, IActorRef serverActor, PlanePorts ports) =>
        Akka.Actor.Props.Create(() => new PaneActor(node, server, pane, serverActor, ports));

    // Callers are answered, whatever ends this actor.
    protected override void PostStop()
    {
        _stopped.Cancel();
        foreach (var operation in _underWay.Values)
        {
            operation.Caller.Tell(operation.Request.Abandoned("the plane stopped in the middle"));
        }

        foreach (var turn in _lane.Drain())
        {
            turn.Caller.Tell(turn.Request.NotDone("the plane stopped before its turn came"));
        }
    }

    private void OnCapture(PaneProtocol.Capture capture)
    {
        _requests++;
        Begin(
            Sender,
            capture,
            async token => new PaneProtocol.Captured(_node, await PaneCapturer.CaptureAsync(_ports, capture.Pane, capture.Options, token).ConfigureAwait(false)),
            inLane: false);
    }

    private void OnSend(PaneProtocol.Send send) => Enter(send, send.Request.Timeout, async (left, token) =>
    {
        var request = send.Request with { TimeoutMs = (int)left.TotalMilliseconds };
        return new PaneProtocol.Sent(_node, await PaneSender.SendAsync(_ports, send.Pane, request, token).ConfigureAwait(false));
    });

    private void OnKeys(PaneProtocol.Keys keys) => Enter(
        keys,
        SendRequest.UsualTimeout,
        async (_, token) => new PaneProtocol.Sent(_node, await PaneKeys.PressAsync(_ports, keys.Pane, keys.Request, token).ConfigureAwait(false)));

    private void Enter(IPaneRequest request, TimeSpan timeout, Func<TimeSpan, CancellationToken, Task<object>> operation)
    {
        _requests++;
        if (!_lane.TryEnter(new Turn(Sender, request, _ports.Time.GetTimestamp(), timeout, operation)))
        {
            Sender.Tell(request.NotDone($"{PaneLane<Turn>.MostWaiting} wait already to type into {_pane}"));
        }

        NextTurn();
    }

    // The time that one has waited is a part of the time that it has.
    private void NextTurn()
    {
        while (_lane.TryNext(out var turn))
        {
            var left = turn.Timeout - _ports.Time.GetElapsedTime(turn.Since);
            if (left > TimeSpan.FromMilliseconds(1))
            {
                Begin(turn.Caller, turn.Request, token => turn.Operation(left, token), inLane: true);
                return;
            }

            turn.Caller.Tell(turn.Request.NotDone($"its turn to type into {_pane} did not come within {turn.Timeout.TotalSeconds:0.#} s"));
            _lane.Leave();
        }

        GoIfIdle();
    }

    private void Begin(IActorRef caller, IPaneRequest request, Func<CancellationToken, Task<object>> operation, bool inLane)
    {
        var id = ++_operations;
        _underWay[id] = new Operation(caller, request, inLane);
        operation(_stopped.Token).PipeTo(Self, Self, answer => new PaneProtocol.Ended(id, answer), cause => new PaneProtocol.Failed(cause));
    }

    private void OnEnded(PaneProtocol.Ended ended)
    {
        if (_underWay.Remove(ended.Operation, out var operation))
        {
            operation.Caller.Tell(ended.Answer);
            if (operation.InLane)
            {
                _lane.Leave();
            }
        }

        NextTurn();
    }

    private void GoIfIdle()
    {
        if (_underWay.Count == 0)
        {
            _server.Tell(new PaneProtocol.Idle(_pane, _requests));
        }
    }

    private sealed record Operation(IActorRef Caller, IPaneRequest Request, bool InLane);

    private sealed record Turn(IActorRef Caller, IPaneRequest Request, long Since, TimeSpan Timeout, Func<TimeSpan, CancellationToken, Task<object>> Operation);
}
