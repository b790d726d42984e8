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
    /// application's affair: anybody who reaches them can start, steer and kill servers.
    /// </summary>
    public static IEndpointConventionBuilder MapRunKit(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("");
        HealthEndpoints.Map(group);
        ServerEndpoints.Map(group);
        EventEndpoints.Map(group);
        return group;
    }
}
