using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Servers;

namespace RunKit.Api.Panes;

/// <summary><c>/v1/servers/{name}/panes/{id}</c>: what can be done to one pane.</summary>
internal static class PaneEndpoints
{
    public const string Path = ServerEndpoints.Path + "/{name}/panes/{id}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet($"{Path}/capture", ErrorsAsProblems.Endpoint(CaptureAsync));

    private static async Task<IResult> CaptureAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        var options = PaneReader.Capture(context);
        return await plane.CaptureAsync(pane, options, context.RequestAborted).ConfigureAwait(false) switch
        {
            CaptureOutcome.Captured captured => Answers.Json(captured.Capture, PlaneJson.Default.PaneCapture),
            CaptureOutcome.NotCaptured not => await NotDoneAsync(plane, pane, StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotKnown, not.Reason, context)
                .ConfigureAwait(false),
            _ => UnknownPane(pane),
        };
    }

    private static IResult UnknownPane(PaneAddress pane) =>
        Answers.Problem(StatusCodes.Status404NotFound, ProblemCodes.UnknownPane, $"there is no pane {pane}");

    // Where nothing was done because there is no such server, that is said.
    private static async Task<IResult> NotDoneAsync(IControlPlane plane, PaneAddress pane, int status, string code, string reason, HttpContext context)
    {
        var views = await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
        return views.Any(view => view.Name == pane.Server.Value) ? Answers.Problem(status, code, reason) : Answers.UnknownServer(pane.Server.Value);
    }
}
