using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;

namespace RunKit.Api.Health;

/// <summary>Whether a node runs, and which.</summary>
internal static class HealthEndpoints
{
    public const string NodePath = "/v1/node";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz/live", ErrorsAsProblems.Endpoint((_, _) => Task.FromResult(Plain("live\n")))).WithMetadata(new OpenToAll());
        endpoints.MapGet("/healthz/ready", ErrorsAsProblems.Endpoint(ReadyAsync)).WithMetadata(new OpenToAll());
        endpoints.MapGet(NodePath, ErrorsAsProblems.Endpoint((context, plane) =>
        {
            var directory = context.RequestServices.GetService<ISocketSource>()?.Directory;
            return Task.FromResult(Answers.Json(new NodeFacts(plane.Node, directory), ApiJson.Default.NodeFacts));
        }));
    }

    private static IResult Plain(string text) => Answers.Text(text, "text/plain; charset=utf-8");

    // A node whose plane answers is of use; one whose plane does not may still come to itself, so this is no reason to end it.
    private static async Task<IResult> ReadyAsync(HttpContext context, IControlPlane plane)
    {
        try
        {
            await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
            return Plain("ready\n");
        }
        catch (TimeoutException e)
        {
            return Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotReady, e.Message);
        }
    }
}

/// <summary>What a node says of itself.</summary>
/// <param name="Node">Its id.</param>
/// <param name="SocketDirectory">The directory it watches; null when it does not say.</param>
internal sealed record NodeFacts(string Node, string? SocketDirectory)
{
    /// <exception cref="JsonException">That is no node's word.</exception>
    public static NodeFacts Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("node", out var node))
        {
            throw new JsonException("it does not say which node it is");
        }

        return new NodeFacts(
            node.GetString() ?? "",
            json.RootElement.TryGetProperty("socketDirectory", out var directory) ? directory.GetString() : null);
    }
}
