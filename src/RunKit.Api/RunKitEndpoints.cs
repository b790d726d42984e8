using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Events;
using RunKit.Api.Health;
using RunKit.Api.Servers;

namespace RunKit.Api;

/// <summary>Puts the control plane's API into a web application.</summary>
public static class RunKitEndpoints
{
    /// <summary>
    /// Maps <c>/v1</c> and <c>/healthz</c> onto the <see cref="IControlPlane"/> among the application's services. Who may call them is the
    /// application's affair (<see cref="Security.AccessGate"/> is one answer): anybody who reaches them can start, steer and kill servers.
    /// </summary>
    /// <param name="limits">What is bounded; null for the defaults.</param>
    public static IEndpointConventionBuilder MapRunKit(this IEndpointRouteBuilder endpoints, ApiLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        limits ??= new ApiLimits();
        var group = endpoints.MapGroup("");
        group.WithMetadata(new ApiLimits.BodyLimit(limits.MaxBody));
        HealthEndpoints.Map(group);
        ServerEndpoints.Map(group);
        EventEndpoints.Map(group, new StreamSlots(limits.MaxStreams));
        return group;
    }
}
