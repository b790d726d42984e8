using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Security;
using RunKit.Api.Servers;

namespace RunKit.Api.Panes;

/// <summary><c>POST /v1/servers/{name}/panes/{id}/wait</c>: answered when something holds there, or the time is over.</summary>
internal static class WaitEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost($"{PaneEndpoints.Path}/wait", ErrorsAsProblems.Endpoint(WaitAsync)).WithMetadata(new Access(AccessScope.Input));

    private static async Task<IResult> WaitAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        var request = await BodyReader.ReadAsync(context, PlaneJson.Default.WaitRequest).ConfigureAwait(false);
        if (!request.TryRead(out _, out var problem))
        {
            throw BodyReader.Bad(problem);
        }

        return await plane.WaitAsync(pane, request, context.RequestAborted).ConfigureAwait(false) switch
        {
            WaitOutcome.NotKnown not => await PaneEndpoints.NotDoneAsync(plane, pane, StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotKnown, not.Reason).ConfigureAwait(false),
            WaitOutcome.UnknownPane => PaneEndpoints.UnknownPane(pane),
            var outcome => Answers.Json(outcome, PlaneJson.Default.WaitOutcome),
        };
    }
}
