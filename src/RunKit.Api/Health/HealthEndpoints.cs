using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RunKit.Api.Security;

namespace RunKit.Api.Health;

/// <summary>Whether a node runs, and which.</summary>
internal static class HealthEndpoints
{
    private static string Version { get; } = typeof(HealthEndpoints).Assembly.GetName().Version?.ToString(3) ?? "";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var started = (endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        Map(endpoints, "live");
        Map(endpoints, "ready");
        endpoints.MapGet(HttpPaths.Node, ErrorsAsProblems.Endpoint((context, plane) =>
        {
            var directory = context.RequestServices.GetService<ISocketSource>()?.Directory;
            return Task.FromResult(Answers.Json(new NodeFacts(plane.Node, directory, Environment.ProcessId, Version, started), HttpJson.Default.NodeFacts));
        })).WithMetadata(new HeedsServers());
    }

    private static void Map(IEndpointRouteBuilder endpoints, string tag) =>
        endpoints.MapGet($"/healthz/{tag}", ErrorsAsProblems.Endpoint((context, plane) => CheckAsync(context, plane, tag))).WithMetadata(new OpenToAll());

    // The application's health checks of that tag say it, RunKit.Hosting's among them; where there are none, whether the plane answers.
    private static async Task<IResult> CheckAsync(HttpContext context, IControlPlane plane, string tag)
    {
        try
        {
            if (await RunChecksAsync(context, tag).ConfigureAwait(false) is not { } report)
            {
                await plane.GetServersAsync(context.RequestAborted).ConfigureAwait(false);
            }
            else if (report.Status == HealthStatus.Unhealthy)
            {
                // Anybody may ask, so the reasons are for the log alone.
                var unhealthy = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => entry.Key);
                return NotReady($"unhealthy: {string.Join(", ", unhealthy)}; the log says why");
            }

            return Answers.Text($"{tag}\n", "text/plain; charset=utf-8");
        }
        catch (TimeoutException e)
        {
            return NotReady(e.Message);
        }
    }

    private static async Task<HealthReport?> RunChecksAsync(HttpContext context, string tag)
    {
        if (context.RequestServices.GetService<HealthCheckService>() is not { } checks)
        {
            return null;
        }

        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(tag), context.RequestAborted).ConfigureAwait(false);
        return report.Entries.Count > 0 ? report : null;
    }

    private static IResult NotReady(string detail) => Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotReady, detail);
}
