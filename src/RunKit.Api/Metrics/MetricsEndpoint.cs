using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Api.Metrics;

/// <summary><c>GET /metrics</c>: the node's measurements as Prometheus text.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void Map(IEndpointRouteBuilder endpoints, NodeMeter meter, MeterReader reader) =>
        endpoints.MapGet(Path, ErrorsAsProblems.Endpoint((context, plane) => ReadAsync(context, plane, meter, reader)));

    // A plane that does not answer is a measurement too.
    private static async Task<IResult> ReadAsync(HttpContext context, IControlPlane plane, NodeMeter meter, MeterReader reader)
    {
        try
        {
            await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
            meter.Saw(plane.Node, answered: true);
        }
        catch (TimeoutException)
        {
            meter.Saw(plane.Node, answered: false);
        }

        return Answers.Text(reader.Write(), MeterReader.ContentType);
    }
}
