using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RunKit.Hosting.Health;

namespace RunKit.Hosting;

/// <summary>Adds the plane to a host's health checks.</summary>
public static class RunKitHealthChecksBuilderExtensions
{
    /// <summary>The name of the check whether the plane answers; its tag is <c>live</c>.</summary>
    public const string Live = "runkit-live";

    /// <summary>The name of the check whether the plane is of use; its tag is <c>ready</c>.</summary>
    public const string Ready = "runkit-ready";

    /// <summary>
    /// Adds two checks. <see cref="Live"/>: the plane answers in time; while it does not, restarting the process may help, and costs no
    /// server anything. <see cref="Ready"/>: it answers, the socket directory can be read and is watched, and every required server is
    /// connected and responsive.
    /// </summary>
    /// <param name="configure">What counts as healthy; null for the defaults.</param>
    public static IHealthChecksBuilder AddRunKit(this IHealthChecksBuilder builder, Action<RunKitHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<RunKitHealthOptions>().Configure(configure ?? (_ => { }));
        return builder
            .AddCheck<LiveCheck>(Live, HealthStatus.Unhealthy, ["live"])
            .AddCheck<ReadyCheck>(Ready, HealthStatus.Unhealthy, ["ready"]);
    }
}
