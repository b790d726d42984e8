using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Api.Security;

namespace RunKit.Api.Events;

/// <summary><c>GET /v1/events</c>: what happens, as server-sent events that can be resumed.</summary>
internal static class EventEndpoints
{
    private static readonly string[] Moments = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static void Map(IEndpointRouteBuilder endpoints, StreamSlots slots) =>
        endpoints.MapGet(HttpPaths.Events, ErrorsAsProblems.Endpoint((context, plane) => StreamAsync(context, plane, slots))).WithMetadata(new HeedsServers());

    private static Task<IResult> StreamAsync(HttpContext context, IControlPlane plane, StreamSlots slots)
    {
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var ending = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        return Task.FromResult<IResult>(new EventStream(plane, Filter(context.Request), Reached(context), time, slots, ending));
    }

    // The header wins: a reader that reconnects by itself repeats the address it began with and adds the id it has come to.
    private static EventId? After(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].LastOrDefault() ?? request.Query["after"].LastOrDefault();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return EventId.TryParse(text, out var id)
            ? id
            : throw new BadRequestException(ProblemCodes.BadEventId, $"an event id is EPOCH-SEQ, letters and digits, a dash and a number: not '{text}'");
    }

    private static DateTimeOffset? Since(HttpRequest request)
    {
        var text = request.Query["since"].LastOrDefault();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new BadRequestException(ProblemCodes.BadParameter, "'since' is a moment such as 2026-01-02T03:04:05Z");
    }

    private static EventFilter Filter(HttpRequest request)
    {
        ImmutableArray<string> types = [.. request.Query["type"].OfType<string>()];
        ImmutableArray<string> servers = [.. request.Query["server"].OfType<string>()];
        if (types.FirstOrDefault(type => !EventFilter.IsType(type)) is { } stranger)
        {
            throw new BadRequestException(ProblemCodes.UnknownEventType, $"there is no event of type '{stranger}'");
        }

        if (servers.Select(EventFilter.ServerProblem).FirstOrDefault(problem => problem is not null) is { } bad)
        {
            throw new BadRequestException(ProblemCodes.BadName, bad);
        }

        return new EventFilter { Types = types, Servers = servers, After = After(request), Since = Since(request) };
    }

    // What its caller may hear of.
    private static Func<PlaneEvent, bool> Reached(HttpContext context)
    {
        var reached = context.Features.Get<Caller>()?.Servers;
        return happened => happened is not ServerEventEnvelope envelope || AccessToken.Reaches(reached, envelope.Server.Value);
    }
}
