using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Api.Servers;

/// <summary><c>/v1/servers</c>: the list, one server, and what can be done to it.</summary>
internal static class ServerEndpoints
{
    public const string Path = "/v1/servers";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ErrorsAsProblems.Endpoint(ListAsync));
        endpoints.MapGet($"{Path}/{{name}}", ErrorsAsProblems.Endpoint(FindAsync));
        endpoints.MapPost(Path, ErrorsAsProblems.Endpoint(NewAsync));
        endpoints.MapPost($"{Path}/{{name}}/kill", ErrorsAsProblems.Endpoint(KillAsync));
        endpoints.MapPost($"{Path}/{{name}}/exec", ErrorsAsProblems.Endpoint(ExecuteAsync));
        endpoints.MapPost($"{Path}/{{name}}/release", ErrorsAsProblems.Endpoint(ReleaseAsync));
        endpoints.MapPost($"{Path}/{{name}}/guard", ErrorsAsProblems.Endpoint(GuardAsync));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        var views = await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
        return Answers.Json(views, PlaneJson.Default.ImmutableArrayServerView);
    }

    // By the name as it is: a socket that is not managed, whatever its name, is listed too.
    private static async Task<IResult> FindAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.RawName(context);
        var views = await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
        var view = views.FirstOrDefault(candidate => candidate.Name == name);
        return view is null
            ? Answers.UnknownServer(RequestReader.Name(context).Value)
            : Answers.Json(view, PlaneJson.Default.ServerView);
    }

    private static async Task<IResult> NewAsync(HttpContext context, IControlPlane plane)
    {
        var request = await RequestReader.NewServerAsync(context).ConfigureAwait(false);
        return OutcomeAnswers.Of(await plane.NewAsync(request, context.RequestAborted).ConfigureAwait(false), request.Server);
    }

    private static async Task<IResult> KillAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        return OutcomeAnswers.Of(await plane.KillAsync(name, context.RequestAborted).ConfigureAwait(false), name);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var command = await RequestReader.CommandAsync(context).ConfigureAwait(false);
        var outcome = await plane.ExecuteAsync(name, command.Words, context.RequestAborted).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var outcome = await plane.ReleaseAsync(name, context.RequestAborted).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<IResult> GuardAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var outcome = await plane.GuardAsync(name, context.RequestAborted).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome, context.RequestAborted).ConfigureAwait(false);
    }

    // A command that was not sent because there is no such server is told apart, so that the answer can be a 404.
    private static async Task<IResult> AnswerAsync(
        IControlPlane plane, ServerName name, CommandOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is CommandOutcome.NotSent)
        {
            var views = await plane.GetServersAsync(cancellationToken).ConfigureAwait(false);
            if (!views.Any(view => view.Name == name.Value))
            {
                return Answers.UnknownServer(name.Value);
            }
        }

        return OutcomeAnswers.Of(outcome);
    }
}
