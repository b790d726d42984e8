using Microsoft.Extensions.DependencyInjection;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Security;

/// <summary>The other node of the cluster that a request names, by <c>?node=</c>.</summary>
internal static class OtherNode
{
    /// <summary>Its name; null where this node is meant.</summary>
    /// <param name="own">The name of this node.</param>
    public static string? Of(HttpContext context, string own) =>
        context.Request.Query[HttpContract.NodeParameter].LastOrDefault() is { Length: > 0 } node && node != own && node != HttpContract.AllNodes ? node : null;

    /// <summary>Whether the rows of all nodes are asked for.</summary>
    public static bool AreAllMeant(HttpContext context) => context.Request.Query[HttpContract.NodeParameter].LastOrDefault() == HttpContract.AllNodes;

    /// <summary>Its plane, as the caller of this request has it.</summary>
    /// <exception cref="NodeCallException">There is no such node, or it is not reached.</exception>
    public static IControlPlane PlaneOf(HttpContext context, string node)
    {
        var nodes = context.RequestServices.GetService<INodes>()
            ?? throw new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {node}: this node is in no cluster");
        var plane = nodes.On(node, CallerOf(context));

        // A stream that has begun can only break off: whether there is anybody is said before.
        return nodes.GetNodes().FirstOrDefault(view => view.Name == node) is { State: NodeState.Up }
            ? plane
            : throw new NodeCallException(NodeCallException.NotReached, $"node {node} is not reached; nothing was done there");
    }

    /// <summary>For whom another node is asked.</summary>
    public static NodeCaller CallerOf(HttpContext context)
    {
        var caller = context.Features.Get<Caller>();
        return new NodeCaller(Caller.NameOf(context), caller?.Scope ?? AccessScope.Admin, caller?.Servers);
    }
}
