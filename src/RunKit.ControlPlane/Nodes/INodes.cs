using RunKit.ControlPlane.Servers;

namespace RunKit.ControlPlane.Nodes;

/// <summary>The nodes that this one knows of, and the way to each. What it tells of the others is what they told last.</summary>
public interface INodes
{
    /// <summary>Every node, this one first, the others by name.</summary>
    ImmutableArray<NodeView> GetNodes();

    /// <summary>The servers of the other nodes; those of a node that is not reached say since when.</summary>
    ImmutableArray<ServerView> GetOtherServers();

    /// <summary>
    /// Another node's plane. Its calls throw <see cref="NodeCallException"/> when nothing was done there, and <see cref="TimeoutException"/>
    /// when nobody can tell.
    /// </summary>
    /// <param name="node">Its name.</param>
    /// <param name="caller">For whom it is asked.</param>
    /// <exception cref="NodeCallException">There is no such node.</exception>
    IControlPlane On(string node, NodeCaller caller);

    /// <summary>Takes a node that will not return out of the cluster.</summary>
    /// <param name="node">Its name.</param>
    /// <exception cref="NodeCallException">There is no such node, or it answers.</exception>
    void Forget(string node);
}
