using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Nodes;

/// <summary><c>/v1/nodes</c>: the nodes of the cluster, as this one sees them. A node that is in none tells of itself alone.</summary>
internal static class NodesEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(HttpPaths.Nodes, ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());
        endpoints.MapPost($"{HttpPaths.Nodes}/{{node}}/forget", ErrorsAsProblems.Endpoint(ForgetAsync)).WithMetadata(new Change("forget-node", AccessScope.Admin));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        var servers = (await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false)).Length;
        ImmutableArray<NodeView> nodes = context.RequestServices.GetService<INodes>()?.GetNodes()
            ?? [new NodeView(plane.Node, "", NodeState.Up, null, servers, default) { Self = true }];
        return Answers.Json([.. nodes.Select(node => node.Self ? node with { Servers = servers } : node)], PlaneJson.Default.ImmutableArrayNodeView);
    }

    private static Task<IResult> ForgetAsync(HttpContext context, IControlPlane plane)
    {
        var node = (string?)context.Request.RouteValues["node"] ?? "";
        AuditLog.Note(context, null, node);
        var nodes = context.RequestServices.GetService<INodes>()
            ?? throw new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {node}: this node is in no cluster");
        nodes.Forget(node);
        return Task.FromResult(Answers.Json(nodes.GetNodes(), PlaneJson.Default.ImmutableArrayNodeView));
    }
}
