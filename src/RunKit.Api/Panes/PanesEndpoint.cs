using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.ControlPlane.Nodes;
using RunKit.Tmux.Ports;

namespace RunKit.Api.Panes;

/// <summary><c>GET /v1/panes</c>: the panes of all servers.</summary>
internal static class PanesEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/v1/panes", ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        // What a terminal does is seen on its own machine alone.
        var terminals = OtherNode.Of(context, context.RequestServices.GetRequiredService<IControlPlane>().Node) is null ? context.RequestServices.GetService<IPaneTerminals>() : null;
        var panes = await ReadAsync(context, plane, terminals).ConfigureAwait(false);
        if (OtherNode.AreAllMeant(context) && context.RequestServices.GetService<INodes>() is { } nodes)
        {
            var others = await Task.WhenAll(
                nodes.GetNodes().Where(node => node is { Self: false, State: NodeState.Up }).Select(node => OfOtherAsync(context, nodes, node.Name))).ConfigureAwait(false);
            panes = [.. panes, .. others.SelectMany(rows => rows)];
        }

        return Answers.Json(panes, PlaneJson.Default.ImmutableArrayPaneSummary);
    }

    // A node that is lost meanwhile has no rows.
    private static async Task<ImmutableArray<PaneSummary>> OfOtherAsync(HttpContext context, INodes nodes, string node)
    {
        try
        {
            return await ReadAsync(context, nodes.On(node, OtherNode.CallerOf(context)), null).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NodeCallException or TimeoutException)
        {
            return [];
        }
    }

    private static async Task<ImmutableArray<PaneSummary>> ReadAsync(HttpContext context, IControlPlane plane, IPaneTerminals? terminals)
    {
        string[] words = [.. context.Request.Query["filter"].OfType<string>()];
        var report = await plane.GetAgentsAsync(all: false, context.RequestAborted).ConfigureAwait(false);
        var panes = ImmutableArray.CreateBuilder<PaneSummary>();
        foreach (var view in await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (Caller.Reaches(context, view.Name)
                && ServerName.TryParse(view.Name, out var name)
                && await plane.GetTreeAsync(name, context.RequestAborted).ConfigureAwait(false) is TreeOutcome.Known { Tree: var tree })
            {
                panes.AddRange(PaneSummary.Of(tree.WithoutHidden()).Where(pane => words.All(pane.Mentions)).Select(pane => pane.SeenBy(terminals).With(report)));
            }
        }

        return panes.ToImmutable();
    }
}
