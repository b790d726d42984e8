using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Api.Events;
using RunKit.Api.Security;
using RunKit.Api.Servers;

namespace RunKit.Api.Runs;

/// <summary><c>/v1/runs</c>, and the endpoint that starts one.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints, StreamSlots slots)
    {
        endpoints.MapGet(HttpPaths.Runs, ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());
        endpoints.MapGet($"{HttpPaths.Runs}/{{id}}", ErrorsAsProblems.Endpoint(FindAsync)).WithMetadata(new HeedsServers());
        endpoints.MapPost($"{HttpPaths.Runs}/{{id}}/cancel", ErrorsAsProblems.Endpoint(CancelAsync)).WithMetadata(new Change("cancel-run", AccessScope.Input), new HeedsServers());
        endpoints.MapPost($"{HttpPaths.Servers}/{{name}}/run", ErrorsAsProblems.Endpoint((context, plane) => RunAsync(context, plane, slots)))
            .WithMetadata(new Change("run", AccessScope.Input));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane) =>
        Answers.Json(
            [.. (await plane.GetRunsAsync(context.RequestAborted).ConfigureAwait(false)).Where(run => Caller.Reaches(context, run.Server.Value))],
            PlaneJson.Default.ImmutableArrayRunView);

    private static async Task<IResult> FindAsync(HttpContext context, IControlPlane plane)
    {
        var id = Id(context);
        return Known(id, await ReachedAsync(context, plane, id).ConfigureAwait(false));
    }

    // A run on a server that the caller's token does not reach is as one that is not there.
    private static async Task<RunView?> ReachedAsync(HttpContext context, IControlPlane plane, RunId id) =>
        await plane.GetRunAsync(id, context.RequestAborted).ConfigureAwait(false) is { } run && Caller.Reaches(context, run.Server.Value) ? run : null;

    private static async Task<IResult> CancelAsync(HttpContext context, IControlPlane plane)
    {
        var id = Id(context);
        if (await ReachedAsync(context, plane, id).ConfigureAwait(false) is not { } run)
        {
            return Known(id, null);
        }

        AuditLog.Note(context, run.Server.Value, id.ToString());
        return Known(id, await plane.CancelRunAsync(id, CancellationToken.None).ConfigureAwait(false));
    }

    private static async Task<IResult> RunAsync(HttpContext context, IControlPlane plane, StreamSlots slots)
    {
        var name = RequestReader.Name(context);
        var request = await RequestReader.RunAsync(context).ConfigureAwait(false);

        var known = await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
        if (!known.Any(view => view.Name == name.Value))
        {
            return Answers.UnknownServer(name.Value);
        }

        // Its length alone: in a shell it is typed, and any of it may be somebody's secret.
        AuditLog.Begin(context, name.Value, new AuditedCommand([], request.Command.Length, request.Command.Sum(word => word.Length)));
        var ending = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        return new RunAnswer(plane.RunAsync(name, request, context.RequestAborted), slots, ending);
    }

    private static IResult Known(RunId id, RunView? run) => run is null
        ? Answers.Problem(StatusCodes.Status404NotFound, ProblemCodes.UnknownRun, $"there is no run {id}, or it is too long ago")
        : Answers.Json(run, PlaneJson.Default.RunView);

    private static RunId Id(HttpContext context) => RunId.TryParse((string?)context.Request.RouteValues["id"], out var id)
        ? id
        : throw new BadRequestException(ProblemCodes.BadParameter, "a run's id is twelve hexadecimal digits");
}
