using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Actors.Scheduling;

namespace RunKit.Hosting;

/// <summary>
/// Adds a plane to a host. It starts with the host and stops with it: connections are given back, servers and their guards stay as they
/// are. <see cref="ControlPlane.IControlPlane"/> is what the host's own code asks for. What cannot be used in the configuration ends
/// <c>IHost.StartAsync</c> with a <see cref="Configuration.RunKitConfigurationException"/>, before anything is touched.
/// </summary>
public static class RunKitServiceCollectionExtensions
{
    /// <summary>The actor system's name.</summary>
    public const string SystemName = "runkit";

    /// <summary>Adds the plane with the reference's defaults and what <c>RUNKIT_*</c> environment variables say.</summary>
    /// <exception cref="InvalidOperationException">The host has an actor system, or a plane, already.</exception>
    public static IServiceCollection AddRunKit(this IServiceCollection services) => services.AddRunKit(_ => { });

    /// <summary>Adds the plane with the host's configuration over the environment's variables.</summary>
    /// <param name="configuration">A section of RunKit's settings, or a whole configuration, of which the section <c>RunKit</c> is read.</param>
    /// <param name="configure">What is said in code, over all else; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The host has an actor system, or a plane, already.</exception>
    public static IServiceCollection AddRunKit(
        this IServiceCollection services, IConfiguration configuration, Action<RunKitHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddRunKit(FromConfiguration(configuration, configure));
    }

    /// <summary>Adds the plane with what is said in code over the environment's variables.</summary>
    /// <exception cref="InvalidOperationException">The host has an actor system, or a plane, already.</exception>
    public static IServiceCollection AddRunKit(this IServiceCollection services, Action<RunKitHostOptions> configure)
    {
        CheckSystem(services);
        return services.AddRunKitPorts(configure).AddSystem();
    }

    /// <summary>Adds the plane with a configuration that is read already.</summary>
    /// <exception cref="InvalidOperationException">The host has an actor system, or a plane, already.</exception>
    public static IServiceCollection AddRunKit(this IServiceCollection services, RunKitOptions options)
    {
        CheckSystem(services);
        return services.AddRunKitPorts(options).AddSystem();
    }

    /// <summary>
    /// For a host that has an actor system of its own: adds the ports on real tmux and <see cref="ControlPlane.IControlPlane"/>, over the
    /// actors that <see cref="AkkaConfigurationBuilderExtensions.WithRunKit"/> starts there. Configured as <c>AddRunKit</c> is, apart from
    /// the <c>akka</c> section: that is the host's own affair.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host has a plane already.</exception>
    public static IServiceCollection AddRunKitPorts(this IServiceCollection services) => services.AddRunKitPorts(_ => { });

    /// <inheritdoc cref="AddRunKitPorts(IServiceCollection)"/>
    /// <param name="configuration">A section of RunKit's settings, or a whole configuration, of which the section <c>RunKit</c> is read.</param>
    /// <param name="configure">What is said in code, over all else; null for nothing.</param>
    public static IServiceCollection AddRunKitPorts(
        this IServiceCollection services, IConfiguration configuration, Action<RunKitHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddRunKitPorts(FromConfiguration(configuration, configure));
    }

    /// <inheritdoc cref="AddRunKitPorts(IServiceCollection)"/>
    /// <param name="configure">What is said in code, over the environment's variables.</param>
    public static IServiceCollection AddRunKitPorts(this IServiceCollection services, Action<RunKitHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        PlaneServices.Add(services, PlaneServices.ReadOptions);
        services.Configure(configure);
        return services;
    }

    /// <inheritdoc cref="AddRunKitPorts(IServiceCollection)"/>
    /// <param name="options">A configuration that is read already.</param>
    public static IServiceCollection AddRunKitPorts(this IServiceCollection services, RunKitOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        PlaneServices.Add(services, _ => options);
        return services;
    }

    // Under what is configured, over Akka's own.
    private static readonly Config Defaults =
        $"akka.stdout-logger-class = \"{typeof(StandardErrorLogger).FullName}, {typeof(StandardErrorLogger).Assembly.GetName().Name}\"\nakka.log-dead-letters = off";

    private static Action<RunKitHostOptions> FromConfiguration(IConfiguration configuration, Action<RunKitHostOptions>? configure) => options =>
    {
        options.Section = configuration;
        configure?.Invoke(options);
    };

    private static IServiceCollection AddSystem(this IServiceCollection services) =>
        services.AddAkka(SystemName, (builder, provider) => builder
            .AddHocon(provider.GetRequiredService<RunKitOptions>().Hocon, HoconAddMode.Prepend)
            .AddHocon(Defaults, HoconAddMode.Append)
            .AddHocon(TimeProviderScheduler.On(provider.GetRequiredService<TimeProvider>()), HoconAddMode.Append)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithRunKit(provider));

    // A plane that is there already is told of by PlaneServices, in its own words.
    private static void CheckSystem(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!PlaneServices.AreIn(services) && services.Any(service => service.ServiceType == typeof(ActorSystem)))
        {
            throw new InvalidOperationException(StartupChecks.TwoSystems);
        }
    }
}
