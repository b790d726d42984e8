using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Api.Agents;
using RunKit.Api.Events;
using RunKit.Api.Health;
using RunKit.Api.Live;
using RunKit.Api.Metrics;
using RunKit.Api.Nodes;
using RunKit.Api.Notices;
using RunKit.Api.OpenApi;
using RunKit.Api.Panes;
using RunKit.Api.Runs;
using RunKit.Api.Servers;

namespace RunKit.Api;

/// <summary>Puts the control plane's API into a web application.</summary>
public static class RunKitEndpoints
{
    /// <summary>
    /// Maps <c>/v1</c>, <c>/healthz</c>, <c>/metrics</c> and <c>/openapi/v1.json</c> onto the <see cref="IControlPlane"/> among the application's
    /// services. Who may call them is the application's affair (<see cref="Security.AccessGate"/> is one answer): anybody who reaches them can
    /// start, steer and kill servers.
    /// </summary>
    /// <param name="limits">What is bounded; null for the defaults.</param>
    public static IEndpointConventionBuilder MapRunKit(this IEndpointRouteBuilder endpoints, ApiLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        limits ??= new ApiLimits();
        var group = endpoints.MapGroup("");
        group.WithMetadata(new ApiLimits.BodyLimit(limits.MaxBody));
        HeadRequests.AnswerAsGet(group);
        HealthEndpoints.Map(group);
        ServerEndpoints.Map(group);
        NodesEndpoint.Map(group);
        PanesEndpoint.Map(group);
        PaneEndpoints.Map(group);
        WaitEndpoint.Map(group);
        AgentEndpoints.Map(group);
        NotifyEndpoint.Map(group);
        var slots = new StreamSlots(limits);
        EventEndpoints.Map(group, slots);
        RunEndpoints.Map(group, slots);
        LiveEndpoint.Map(group, slots);
        MapMetrics(group, slots);
        OpenApiEndpoint.Map(group);
        return group;
    }

    private static void MapMetrics(IEndpointRouteBuilder endpoints, StreamSlots slots)
    {
        var services = endpoints.ServiceProvider;
        var meters = services.GetRequiredService<IMeterFactory>();
        var reader = new MeterReader(meters);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(reader.Dispose);
        MetricsEndpoint.Map(endpoints, new NodeMeter(meters, slots), reader);
    }
}
