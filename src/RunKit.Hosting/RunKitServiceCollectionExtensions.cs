using Akka;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Actors;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Births;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Sockets;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Hosting;

/// <summary>Adds a plane to a host.</summary>
public static class RunKitServiceCollectionExtensions
{
    /// <summary>The actor system's name.</summary>
    public const string SystemName = "runkit";

    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Adds the plane and <see cref="IControlPlane"/>. It starts with the host and stops with it: connections are given back, servers and
    /// their guards stay as they are.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host has an actor system already.</exception>
    public static IServiceCollection AddRunKit(this IServiceCollection services, RunKitOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        if (services.Any(service => service.ServiceType == typeof(ActorSystem)))
        {
            throw new InvalidOperationException(
                "this host has an actor system already (AddAkka): call WithRunKit on its builder, and AddRunKitPorts, instead of AddRunKit");
        }

        services.AddRunKitPorts(options);
        return services.AddAkka(SystemName, (builder, provider) => builder
            .AddHocon(options.Hocon, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithRunKit(options, provider.GetRequiredService<PlanePorts>()));
    }

    /// <summary>Starts the plane's actors in an actor system that the host has anyway.</summary>
    public static AkkaConfigurationBuilder WithRunKit(this AkkaConfigurationBuilder builder, RunKitOptions options, PlanePorts ports)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.WithActors((system, registry) =>
        {
            var supervisor = system.ActorOf(RunKitSupervisor.Props(ports, options.Plane), RunKitSupervisor.Name);
            registry.Register<RunKitSupervisor>(supervisor);
            CoordinatedShutdown.Get(system).AddTask("service-stop", "runkit-leave", () => LeaveAsync(supervisor, options.Plane.Node));
        });
    }

    /// <summary>Adds the ports on real tmux, and <see cref="IControlPlane"/> over whatever actors the host starts.</summary>
    public static IServiceCollection AddRunKitPorts(this IServiceCollection services, RunKitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton<IProcessTable, ProcessTable>();
        services.AddSingleton<IJitter, RandomJitter>();
        services.AddSingleton(new TmuxBinary(options.TmuxBinary));
        services.AddSingleton(provider => new TmuxSpawner(provider.GetService<SpawnObserver>()?.OnSpawn));
        services.AddSingleton<ISocketSource>(new SocketDirectory(options.SocketDirectory));
        services.AddSingleton(provider => OneShotTmux.Create(
            provider.GetRequiredService<TmuxSpawner>(), provider.GetRequiredService<TmuxBinary>(), TimeProvider.System));
        services.AddSingleton<IServerDialer>(provider => new ProcessDialer(
            provider.GetRequiredService<TmuxSpawner>(), provider.GetRequiredService<TmuxBinary>(), options.Dial, TimeProvider.System));
        services.AddSingleton<IServerBirth>(provider => new ServerBirth(
            options.SocketDirectory, provider.GetRequiredService<IOneShotTmux>(), provider.GetRequiredService<TmuxBinary>()));
        services.AddSingleton<PlanePorts>();
        services.AddSingleton<IControlPlane>(provider => new ActorControlPlane(
            provider.GetRequiredService<IRequiredActor<RunKitSupervisor>>().GetAsync, options.Plane));
        services.AddHostedService<PlaneDoorkeeper>();
        return services;
    }

    private static async Task<Done> LeaveAsync(IActorRef supervisor, string node)
    {
        await supervisor.Ask<ServerKeeperProtocol.AllLeft>(new ServerKeeperProtocol.LeaveAll(node), LeaveLimit).ConfigureAwait(false);
        return Done.Instance;
    }
}
