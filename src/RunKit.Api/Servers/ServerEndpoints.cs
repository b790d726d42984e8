using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Servers;

/// <summary><c>/v1/servers</c>: the list, one server, and what can be done to it.</summary>
internal static class ServerEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(HttpPaths.Servers, ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());
        endpoints.MapGet($"{HttpPaths.Servers}/{{name}}", ErrorsAsProblems.Endpoint(FindAsync));
        endpoints.MapGet($"{HttpPaths.Servers}/{{name}}/tree", ErrorsAsProblems.Endpoint(TreeAsync));
        endpoints.MapPost(HttpPaths.Servers, ErrorsAsProblems.Endpoint(NewAsync)).WithMetadata(new Change("new", AccessScope.Manage), new HeedsServers());
        endpoints.MapPost($"{HttpPaths.Servers}/{{name}}/kill", ErrorsAsProblems.Endpoint(KillAsync)).WithMetadata(new Change("kill", AccessScope.Admin));
        endpoints.MapPost($"{HttpPaths.Servers}/{{name}}/exec", ErrorsAsProblems.Endpoint(ExecuteAsync)).WithMetadata(new Change("exec", AccessScope.Admin));
        endpoints.MapPost($"{HttpPaths.Servers}/{{name}}/release", ErrorsAsProblems.Endpoint(ReleaseAsync)).WithMetadata(new Change("release", AccessScope.Manage));
        endpoints.MapPost($"{HttpPaths.Servers}/{{name}}/guard", ErrorsAsProblems.Endpoint(GuardAsync)).WithMetadata(new Change("guard", AccessScope.Manage));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        var views = await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
        if (OtherNode.AreAllMeant(context) && context.RequestServices.GetService<INodes>() is { } nodes)
        {
            views = [.. views, .. nodes.GetOtherServers()];
        }

        return Answers.Json(views.RemoveAll(view => !Caller.Reaches(context, view.Name)), PlaneJson.Default.ImmutableArrayServerView);
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

    private static async Task<IResult> TreeAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        return await plane.GetTreeAsync(name, context.RequestAborted).ConfigureAwait(false) switch
        {
            TreeOutcome.Known known => Answers.Tagged(
                JsonSerializer.SerializeToUtf8Bytes(known.Tree, PlaneJson.Default.ServerTree), Tag(known.Tree), context),
            TreeOutcome.NotKnown not => Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotKnown, not.Reason),
            _ => Answers.UnknownServer(name.Value),
        };
    }

    // Generation and revision alone would not do: a node that was started again counts from 0. When it was read is not part of it.
    private static string Tag(ServerTree tree)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(tree with { AsOf = default }, PlaneJson.Default.ServerTree);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        return $"\"{tree.Generation.Pid}-{tree.Generation.StartTime}-{tree.Revision}-{hash}\"";
    }

    // What changes something is seen through to its end, whatever becomes of its caller: its outcome is written down, and each has a limit of its own.
    private static async Task<IResult> NewAsync(HttpContext context, IControlPlane plane)
    {
        var request = await RequestReader.NewServerAsync(context).ConfigureAwait(false);
        if (!Caller.Reaches(context, request.Server.Value))
        {
            return Answers.Problem(StatusCodes.Status403Forbidden, ProblemCodes.ScopeTooSmall, $"this token does not reach {request.Server}");
        }

        AuditLog.Begin(context, request.Server.Value, new AuditedCommand([], request.Command.Length, request.Command.Sum(word => word.Length)));
        return OutcomeAnswers.Of(await plane.NewAsync(request, CancellationToken.None).ConfigureAwait(false), request.Server);
    }

    private static async Task<IResult> KillAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var options = await RequestReader.KillAsync(context).ConfigureAwait(false);
        AuditLog.Note(context, name.Value, options.Force ? "force" : null);
        return OutcomeAnswers.Of(await plane.KillAsync(name, options, CancellationToken.None).ConfigureAwait(false), name);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var (words, options) = await RequestReader.CommandAsync(context).ConfigureAwait(false);
        AuditLog.Begin(context, name.Value, AuditedCommand.Of(words, options.Input?.Length ?? 0));
        var outcome = await plane.ExecuteAsync(name, words, options, CancellationToken.None).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome).ConfigureAwait(false);
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        var options = await RequestReader.ReleaseAsync(context).ConfigureAwait(false);
        AuditLog.Note(context, name.Value, options.Force ? "force" : null);
        var outcome = await plane.ReleaseAsync(name, options, CancellationToken.None).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome).ConfigureAwait(false);
    }

    private static async Task<IResult> GuardAsync(HttpContext context, IControlPlane plane)
    {
        var name = RequestReader.Name(context);
        AuditLog.Note(context, name.Value);
        var outcome = await plane.GuardAsync(name, CancellationToken.None).ConfigureAwait(false);
        return await AnswerAsync(plane, name, outcome).ConfigureAwait(false);
    }

    // A command that was not sent because there is no such server is told apart, so that the answer can be a 404.
    private static async Task<IResult> AnswerAsync(IControlPlane plane, ServerName name, CommandOutcome outcome)
    {
        if (outcome is CommandOutcome.NotSent)
        {
            var views = await plane.GetServersAsync(CancellationToken.None).ConfigureAwait(false);
            if (!views.Any(view => view.Name == name.Value))
            {
                return Answers.UnknownServer(name.Value);
            }
        }

        return OutcomeAnswers.Of(outcome);
    }
}
