using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RunKit.ControlPlane;

namespace RunKit.Hosting.Health;

/// <summary>Whether the plane's mailbox moves.</summary>
internal sealed class LiveCheck(IControlPlane plane, IOptions<RunKitHealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.AnswerAsync(
            options.Value.Timeout,
            context.Registration.FailureStatus,
            async limit =>
            {
                var servers = await plane.GetServersAsync(limit).ConfigureAwait(false);
                return HealthCheckResult.Healthy($"the plane answers and knows {servers.Length} servers");
            },
            cancellationToken);
}
