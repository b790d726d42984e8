using System.Collections.Immutable;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Tests.Nodes;

/// <summary>A cluster of <c>fake</c>, <c>b</c> that answers, and <c>old-box</c> that does not.</summary>
internal sealed class FakeNodes : INodes
{
    private static readonly DateTimeOffset Since = DateTimeOffset.UnixEpoch;

    public FakeControlPlane Other { get; } = new() { Node = "b" };

    public List<NodeCaller> Callers { get; } = [];

    public ImmutableArray<NodeView> GetNodes() =>
    [
        new("fake", "192.0.2.7:7118", NodeState.Up, "0.1.0", 0, Since) { Self = true },
        new("b", "192.0.2.8:7118", NodeState.Up, "0.1.0", 1, Since) { RoundTripMs = 1.5, Protocol = 1, CertificateUntil = Since, ClockAheadMs = -3 },
        new("old-box", "192.0.2.9:7118", NodeState.Unreachable, null, 1, Since) { Problem = "it is away" },
    ];

    public ImmutableArray<ServerView> GetOtherServers() =>
        [FakeControlPlane.View("there") with { Node = "b" }, FakeControlPlane.View("away") with { Node = "old-box", NodeUnreachableSince = Since }];

    public IControlPlane On(string node, NodeCaller caller)
    {
        Callers.Add(caller);
        return GetNodes().Any(view => view.Name == node) ? Other : throw new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {node}");
    }

    public void Forget(string node)
    {
        if (GetNodes().FirstOrDefault(view => view.Name == node) is not { State: NodeState.Unreachable })
        {
            throw new NodeCallException(NodeCallException.Failed, $"node {node} answers");
        }
    }
}
