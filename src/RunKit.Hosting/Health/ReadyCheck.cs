using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using RunKit.Actors.Plane;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;

namespace RunKit.Hosting.Health;

/// <summary>Whether the plane is of use: it sees its directory, and holds the servers that it must.</summary>
internal sealed class ReadyCheck(
    IControlPlane plane, IRequiredActor<RunKitSupervisor> supervisor, IOptions<RunKitHealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.AnswerAsync(
            options.Value.Timeout, context.Registration.FailureStatus, limit => CheckAsync(context.Registration.FailureStatus, limit), cancellationToken);

    private async Task<HealthCheckResult> CheckAsync(HealthStatus failure, CancellationToken limit)
    {
        var actor = await supervisor.GetAsync(limit).ConfigureAwait(false);
        var question = new SocketWatcherProtocol.GetDirectory(plane.Node);
        var directory = await actor.Ask<SocketWatcherProtocol.DirectoryWatched>(question, null, limit).ConfigureAwait(false);
        var servers = await plane.GetServersAsync(limit).ConfigureAwait(false);
        var missing = options.Value.RequiredServers.Where(name => !servers.Any(server => server.Name == name && IsInHand(server))).ToImmutableArray();
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["directory"] = directory.Directory,
            ["servers"] = servers.Length,
            ["connected"] = servers.Count(IsInHand),
        };
        return (directory.Problem, missing) switch
        {
            ({ } problem, _) => new HealthCheckResult(failure, problem, null, data),
            (_, { IsEmpty: false }) => new HealthCheckResult(failure, $"not connected: {string.Join(", ", missing)}", null, data),
            _ => HealthCheckResult.Healthy($"{directory.Directory} is watched", data),
        };
    }

    private static bool IsInHand(ServerView server) => server is { Status: ServerStatus.Connected, Reason: null };
}
