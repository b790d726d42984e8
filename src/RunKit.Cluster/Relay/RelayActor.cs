using System.Text.Json;
using System.Threading.Channels;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Relay;

/// <summary>
/// Carries calls of this node's callers to other nodes, and serves those of others here, within what <see cref="ClusterOptions.Grant"/> and
/// the caller's own scope allow.
/// </summary>
internal sealed class RelayActor : ReceiveActor
{
    /// <summary>A call is one message, and what it may have leaves room for the rest of a frame.</summary>
    private const int MostRequest = 64 * 1024;

    private readonly LinkContext _context;
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Asked> _asked = [];
    private readonly Dictionary<(string Node, long Call), ServedCall> _served = [];

    public RelayActor(LinkContext context)
    {
        _context = context;
        Receive<LinkProtocol.Linked>(linked => _linked.Add(linked.Node));
        Receive<LinkProtocol.Unlinked>(unlinked => OnUnlinked(unlinked.Node));
        Receive<LinkProtocol.Heard>(OnHeard);
        Receive<RelayProtocol.Begin>(OnBegin);
        Receive<RelayProtocol.Grant>(grant => SayAbout(grant.Call, new CallCredit(grant.Call, grant.Pieces)));
        Receive<RelayProtocol.Leave>(OnLeave);
        Receive<RelayProtocol.Served>(OnServed);
    }

    public static Props Props(LinkContext context) => Akka.Actor.Props.Create(() => new RelayActor(context));

    protected override void PostStop()
    {
        foreach (var asked in _asked.Values)
        {
            asked.Pieces.TryComplete(Lost(asked.Node));
        }

        foreach (var served in _served.Values)
        {
            served.Cancel();
        }
    }

    private void OnBegin(RelayProtocol.Begin begin)
    {
        var view = _context.Table.Find(begin.Node);
        var problem = view is null ? new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {begin.Node}; see: runkit nodes")
            : view.State != NodeState.Up || !_linked.Contains(begin.Node)
                ? new NodeCallException(NodeCallException.NotReached, FormattableString.Invariant($"node {begin.Node} is not reached since {view.Since.UtcDateTime:u}; nothing was done there"))
            : JsonSerializer.SerializeToUtf8Bytes(begin.Request, WireJson.Default.NodeMessage).Length > MostRequest
                ? new NodeCallException(NodeCallException.Failed, $"that is too large to be sent to another node; allowed: {MostRequest} bytes")
            : null;
        if (problem is not null)
        {
            begin.Pieces.TryComplete(problem);
            return;
        }

        _asked[begin.Request.Call] = new Asked(begin.Node, begin.Pieces);
        Say(begin.Node, begin.Request);
    }

    private void OnLeave(RelayProtocol.Leave leave)
    {
        SayAbout(leave.Call, new CallCancel(leave.Call));
        _asked.Remove(leave.Call);
    }

    private void OnUnlinked(string node)
    {
        _linked.Remove(node);
        foreach (var (call, asked) in _asked.Where(asked => asked.Value.Node == node).ToArray())
        {
            asked.Pieces.TryComplete(Lost(node));
            _asked.Remove(call);
        }

        foreach (var served in _served.Where(served => served.Key.Node == node).ToArray())
        {
            served.Value.Cancel();
        }
    }

    private void OnHeard(LinkProtocol.Heard heard)
    {
        switch (heard.Message)
        {
            case CallRequest request:
                OnRequest(heard.Node, request);
                break;
            case CallCredit credit when _served.TryGetValue((heard.Node, credit.Call), out var served):
                served.Grant(credit.Pieces);
                break;
            case CallCancel cancel when _served.TryGetValue((heard.Node, cancel.Call), out var served):
                served.Cancel();
                break;
            case CallPiece piece when AskedOf(heard.Node, piece.Call) is { } asked:
                // More than was granted has no room.
                if (!asked.Pieces.TryWrite(piece))
                {
                    asked.Pieces.TryComplete(Lost(heard.Node));
                }

                break;
            case CallEnd end when AskedOf(heard.Node, end.Call) is { } asked:
                asked.Pieces.TryComplete(
                    end.Code is null ? null
                    : end.Code == ServedCall.TimedOut ? new TimeoutException($"node {heard.Node}: {end.Reason}")
                    : new NodeCallException(end.Code, $"node {heard.Node}: {end.Reason}"));
                _asked.Remove(end.Call);
                break;
            default:
                break;
        }
    }

    private void OnRequest(string node, CallRequest request)
    {
        var key = (node, request.Call);
        var caller = $"{node}/{request.Caller}";
        var allowed = request.Scope < _context.Options.Grant ? request.Scope : _context.Options.Grant;
        if (request.What.Needs > allowed)
        {
            _context.OnRefused(caller, request.What.Operation);
            var whose = request.Scope < _context.Options.Grant ? "the caller's scope is" : "cluster.grant is";
            Say(node, new CallEnd(request.Call, NodeCallException.ScopeTooSmall, $"{request.What.Operation} needs {KebabCase.Of(request.What.Needs)}, and {whose} {KebabCase.Of(allowed)}"));
        }
        else if (_served.ContainsKey(key) || _served.Keys.Count(served => served.Node == node) >= _context.Options.MostCalls)
        {
            Say(node, new CallEnd(request.Call, NodeCallException.Busy, $"it serves {_context.Options.MostCalls} calls of this node already"));
        }
        else
        {
            var link = Context.Parent;
            var served = _served[key] = new ServedCall(node, request, message => link.Tell(new LinkProtocol.Say(node, message), ActorRefs.NoSender), _context.Time);
            var plane = _context.PlaneFor(caller, request.Servers);
            _ = served.RunAsync(end => request.What.AnswerAsync(plane, caller, end)).PipeTo(Self);
        }
    }

    private void OnServed(RelayProtocol.Served over)
    {
        if (_served.Remove((over.Node, over.Call), out var served))
        {
            served.Dispose();
            Say(over.Node, new CallEnd(over.Call, over.Code, over.Reason));
        }
    }

    private Asked? AskedOf(string node, long call) => _asked.TryGetValue(call, out var asked) && asked.Node == node ? asked : null;

    private void SayAbout(long call, NodeMessage message)
    {
        if (_asked.TryGetValue(call, out var asked))
        {
            Say(asked.Node, message);
        }
    }

    private static void Say(string node, NodeMessage message) => Context.Parent.Tell(new LinkProtocol.Say(node, message));

    private static TimeoutException Lost(string node) => new($"the way to node {node} was lost; nobody can tell whether it was done");

    private sealed record Asked(string Node, ChannelWriter<CallPiece> Pieces);
}
