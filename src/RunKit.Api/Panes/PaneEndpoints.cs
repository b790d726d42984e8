using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Security;
using RunKit.Api.Servers;

namespace RunKit.Api.Panes;

/// <summary><c>/v1/servers/{name}/panes/{id}</c>: what can be done to one pane.</summary>
internal static class PaneEndpoints
{
    public const string Path = HttpPaths.Servers + "/{name}/panes/{id}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"{Path}/capture", ErrorsAsProblems.Endpoint(CaptureAsync));
        endpoints.MapPost($"{Path}/send", ErrorsAsProblems.Endpoint(SendAsync)).WithMetadata(new Change("send", AccessScope.Input));
        endpoints.MapPost($"{Path}/keys", ErrorsAsProblems.Endpoint(KeysAsync)).WithMetadata(new Change("keys", AccessScope.Input));
    }

    private static async Task<IResult> CaptureAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        var options = PaneReader.Capture(context);
        return await plane.CaptureAsync(pane, options, context.RequestAborted).ConfigureAwait(false) switch
        {
            CaptureOutcome.Captured captured => Answers.Json(captured.Capture, PlaneJson.Default.PaneCapture),
            CaptureOutcome.NotCaptured not => await NotDoneAsync(plane, pane, StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotKnown, not.Reason).ConfigureAwait(false),
            _ => UnknownPane(pane),
        };
    }

    private static async Task<IResult> SendAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        var request = await PaneReader.SendAsync(context).ConfigureAwait(false);
        AuditLog.Begin(context, pane.Server.Value, new AuditedCommand([], 1, request.Text.Length), pane.Pane.ToString());
        return await AnswerAsync(plane, pane, await plane.SendAsync(pane, request, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task<IResult> KeysAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        var request = await PaneReader.KeysAsync(context).ConfigureAwait(false);
        AuditLog.Begin(context, pane.Server.Value, new AuditedCommand([], request.Keys.Length, request.Keys.Sum(key => key.Length)), pane.Pane.ToString());
        return await AnswerAsync(plane, pane, await plane.KeysAsync(pane, request, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task<IResult> AnswerAsync(IControlPlane plane, PaneAddress pane, SendOutcome outcome) => outcome switch
    {
        SendOutcome.Delivered or SendOutcome.Staged => Answers.Json(outcome, PlaneJson.Default.SendOutcome),
        SendOutcome.Refused refused => await NotDoneAsync(plane, pane, StatusCodes.Status409Conflict, ProblemCodes.Refused, refused.Reason).ConfigureAwait(false),
        SendOutcome.Unknown unknown => Answers.Problem(StatusCodes.Status504GatewayTimeout, ProblemCodes.OutcomeUnknown, unknown.Reason),
        _ => throw new InvalidOperationException($"an outcome without an answer: {outcome}"),
    };

    internal static IResult UnknownPane(PaneAddress pane) =>
        Answers.Problem(StatusCodes.Status404NotFound, ProblemCodes.UnknownPane, $"there is no pane {pane}");

    // Where nothing was done because there is no such server, that is said.
    internal static async Task<IResult> NotDoneAsync(IControlPlane plane, PaneAddress pane, int status, string code, string reason)
    {
        var views = await plane.GetServersAsync(CancellationToken.None).ConfigureAwait(false);
        return views.Any(view => view.Name == pane.Server.Value) ? Answers.Problem(status, code, reason) : Answers.UnknownServer(pane.Server.Value);
    }
}
