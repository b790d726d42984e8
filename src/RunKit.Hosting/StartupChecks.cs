using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.Actors.Plane;
using RunKit.Hosting.Configuration;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Hosting;

/// <summary>
/// What must be so before anything of the host starts: a configuration that can be used, one actor system, and a socket directory that is
/// safe and ours alone.
/// </summary>
internal sealed partial class StartupChecks(
    RunKitOptions options,
    HostServices host,
    IServiceProvider provider,
    ILogger<StartupChecks> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>AddRunKit and AddAkka in one host.</summary>
    public const string TwoSystems =
        "this host has an actor system of its own (AddAkka), and AddRunKit would bring another: call AddRunKitPorts instead of AddRunKit, "
        + "and WithRunKit on AddAkka's builder";

    private const string NoSystem =
        "this host has no actor system: AddRunKitPorts belongs with AddAkka and WithRunKit on its builder; AddRunKit alone needs neither";

    private const string NoActors = "nobody started the plane's actors: AddRunKitPorts needs WithRunKit on AddAkka's builder";

    private const int ClaimTries = 5;
    private static readonly TimeSpan BetweenClaims = TimeSpan.FromMilliseconds(20);

    private SocketDirectoryClaim? _claim;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        CheckSystem();
        if (SocketDirectoryPath.Ensure(options.SocketDirectory) is { } problem)
        {
            throw new RunKitConfigurationException(problem);
        }

        _claim = await ClaimAsync(cancellationToken).ConfigureAwait(false);
        Watching(options.SocketDirectory, options.Plane.Node, options.Plane.Guard);
    }

    // A process that starts another holds its locks in the child too, from the fork to the exec: such a lock is gone in a moment.
    private async Task<SocketDirectoryClaim> ClaimAsync(CancellationToken cancellationToken)
    {
        for (var tries = ClaimTries; ; tries--)
        {
            if (SocketDirectoryClaim.TryTake(options.SocketDirectory, out var taken) is { } claim)
            {
                return claim;
            }

            if (tries == 0)
            {
                throw new RunKitConfigurationException(taken!);
            }

            await Task.Delay(BetweenClaims, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        CheckActors();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Another plane may have the directory. The actors have left by then, wherever in the host they were started.</summary>
    public void Dispose() => _claim?.Dispose();

    private void CheckSystem()
    {
        var systems = host.Services.Count(service => service.ServiceType == typeof(ActorSystem));
        if (systems != 1)
        {
            throw new InvalidOperationException(systems == 0 ? NoSystem : TwoSystems);
        }
    }

    private void CheckActors()
    {
        if (!provider.GetRequiredService<ActorRegistry>().TryGet<RunKitSupervisor>(out _))
        {
            throw new InvalidOperationException(NoActors);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "node {Node} watches {Directory}, guard {Guard}")]
    private partial void Watching(string directory, string node, Tmux.Lifecycle.GuardPolicy guard);
}
