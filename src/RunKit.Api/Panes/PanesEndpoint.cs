using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.Tmux.Ports;

namespace RunKit.Api.Panes;

/// <summary><c>GET /v1/panes</c>: the panes of all servers.</summary>
internal static class PanesEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/v1/panes", ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        var terminals = context.RequestServices.GetService<IPaneTerminals>();
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

        return Answers.Json(panes.ToImmutable(), PlaneJson.Default.ImmutableArrayPaneSummary);
    }
}
