using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Api.Health;

/// <summary>Whether a node runs, and which.</summary>
internal static class HealthEndpoints
{
    public const string NodePath = "/v1/node";

    public static void Map(IEndpointRouteBuilder endpoints, string? socketDirectory)
    {
        endpoints.MapGet("/healthz/live", context => context.Response.WriteAsync("live\n", context.RequestAborted));
        endpoints.MapGet(NodePath, ErrorsAsProblems.Endpoint((_, plane) =>
            Task.FromResult(Answers.Json(new NodeFacts(plane.Node, socketDirectory), ApiJson.Default.NodeFacts))));
    }
}

/// <summary>What a node says of itself.</summary>
/// <param name="Node">Its id.</param>
/// <param name="SocketDirectory">The directory it watches; null when it does not say.</param>
internal sealed record NodeFacts(string Node, string? SocketDirectory);
