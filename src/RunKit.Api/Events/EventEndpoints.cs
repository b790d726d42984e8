using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Api.Security;

namespace RunKit.Api.Events;

/// <summary><c>GET /v1/events</c>: what happens, as server-sent events that can be resumed.</summary>
internal static class EventEndpoints
{
    public const string Path = "/v1/events";

    public static void Map(IEndpointRouteBuilder endpoints, StreamSlots slots) =>
        endpoints.MapGet(Path, ErrorsAsProblems.Endpoint((context, plane) => StreamAsync(context, plane, slots))).WithMetadata(new HeedsServers());

    private static Task<IResult> StreamAsync(HttpContext context, IControlPlane plane, StreamSlots slots)
    {
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var ending = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        return Task.FromResult<IResult>(new EventStream(plane, After(context.Request), Filter(context), time, slots, ending));
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

    private static Func<PlaneEvent, bool> Filter(HttpContext context)
    {
        var request = context.Request;
        var reached = context.Features.Get<Caller>()?.Servers;
        var types = request.Query["type"].OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        var servers = request.Query["server"].OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        if (types.FirstOrDefault(type => !EventTypes.All.Contains(type)) is { } stranger)
        {
            throw new BadRequestException(ProblemCodes.UnknownEventType, $"there is no event of type '{stranger}'");
        }

        if (servers.FirstOrDefault(server => ServerName.Problem(server) is not null) is { } bad)
        {
            throw new BadRequestException(ProblemCodes.BadName, ServerName.Problem(bad)!);
        }

        return happened => happened is not ServerEventEnvelope envelope
            || (AccessToken.Reaches(reached, envelope.Server.Value)
                && (types.Count == 0 || types.Contains(EventTypes.Of(happened)))
                && (servers.Count == 0 || servers.Contains(envelope.Server.Value)));
    }
}
