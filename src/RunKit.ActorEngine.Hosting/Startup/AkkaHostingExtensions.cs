using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Puts an actor system into a host.</summary>
public static partial class AkkaHostingExtensions
{
    /// <summary>Adds an actor system that starts and stops with the host.</summary>
    public static IServiceCollection AddAkka(
        this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder> builder) =>
        services.AddAkka(actorSystemName, (configuration, _) => builder(configuration));

    /// <summary>
    /// Adds an actor system that starts and stops with the host, configured with the container's services.
    /// InvalidOperationException if there is one already.
    /// </summary>
    public static IServiceCollection AddAkka(
        this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder, IServiceProvider> builder)
    {
        if (services.Any(static service => service.ServiceType == typeof(AkkaConfigurationBuilder)))
            {
            throw new InvalidOperationException(
                $"AddAkka(\"{actorSystemName}\") is one too many: a host has one actor system. Put both configurations into one AddAkka; "
                + "what a library adds goes there by its method for the builder, such as WithRunKit.");
        }

        services.AddSingleton(provider =>
        {
            var configuration = new AkkaConfigurationBuilder(actorSystemName);
            builder(configuration, provider);
            return configuration;
        });
        services.AddSingleton(static provider => provider.GetRequiredService<AkkaConfigurationBuilder>().CreateSystem(provider));
        services.AddSingleton(static provider => ActorRegistry.For(provider.GetRequiredService<ActorSystem>()));
        services.AddSingleton<IActorRegistry>(static provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton<IReadOnlyActorRegistry>(static provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton(typeof(IRequiredActor<>), typeof(RequiredActor<>));
        services.AddHostedService<AkkaHostedService>();
        return services;
    }

    /// <summary>Starts actors when the host starts, after those that were added before.</summary>
    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry> actorStarter) =>
        builder.AddStarter((system, registry, _) =>
        {
            actorStarter(system, registry);
            return Task.CompletedTask;
        });

    /// <summary>Starts actors with dependencies when the host starts, after those that were added before.</summary>
    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry, IDependencyResolver> actorStarter) =>
        builder.AddStarter((system, registry, resolver) =>
        {
            actorStarter(system, registry, resolver);
            return Task.CompletedTask;
        });

    /// <summary>Starts actors when the host starts, after those that were added before; the host waits for the task.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarter actorStarter) =>
        builder.AddStarter((system, registry, _) => actorStarter(system, registry));

    /// <summary>Starts actors with dependencies, after those that were added before; the host waits for the task.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarterWithResolver actorStarter) =>
        builder.AddStarter(actorStarter);

    /// <summary>Runs when all actors were started.</summary>
    public static AkkaConfigurationBuilder AddStartup(
        this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry> startupTask) =>
        builder.AddStartupTask((system, registry) =>
        {
            startupTask(system, registry);
            return Task.CompletedTask;
        });

    /// <summary>Runs when all actors were started; the host waits for the task.</summary>
    public static AkkaConfigurationBuilder AddStartup(this AkkaConfigurationBuilder builder, StartupTask startupTask) =>
        builder.AddStartupTask(startupTask);
}
