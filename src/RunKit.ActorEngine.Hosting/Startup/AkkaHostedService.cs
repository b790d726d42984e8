using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>
/// Starts the actor system with the host and shuts it down, coordinated, with it. A system that terminates by itself stops the host.
/// </summary>
internal sealed partial class AkkaHostedService : IHostedService
{
    private readonly IServiceProvider _services;
    private readonly ILogger<AkkaHostedService> _log;
    private readonly IHostApplicationLifetime _lifetime;
    private ActorSystem? _system;
    private Task _hostFollows = Task.CompletedTask;

    /// <summary>Made by the container.</summary>
    public AkkaHostedService(IServiceProvider services, ILogger<AkkaHostedService> log, IHostApplicationLifetime lifetime)
    {
        _services = services;
        _log = log;
        _lifetime = lifetime;
    }

    /// <summary>Creates the system, starts the actors, runs the startup tasks. What fails stops the system and is rethrown.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var configuration = _services.GetRequiredService<AkkaConfigurationBuilder>();
            _system = _services.GetRequiredService<ActorSystem>();
            await configuration.StartAsync(_system);
            _hostFollows = StopHostAfter(_system);
        }
        catch (Exception e)
        {
            LogStartFailed(e);
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Runs the coordinated shutdown; gives up waiting for it when the host does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is null)
            return;

        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(cancellationToken);
        await _hostFollows.WaitAsync(cancellationToken);
    }

    private async Task StopHostAfter(ActorSystem system)
    {
        await system.WhenTerminated;
        _lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Critical, "The actor system could not be started.")]
    private partial void LogStartFailed(Exception exception);
}
