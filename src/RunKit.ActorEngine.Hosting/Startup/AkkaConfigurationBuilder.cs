using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Starts actors once the system is there.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

/// <summary>Starts actors whose dependencies come from the container.</summary>
public delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

/// <summary>Runs once all actors were started.</summary>
public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);

/// <summary>Collects what an actor system in a host is made of: its settings, its first actors and what runs after them.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly string _actorSystemName;
    private readonly Dictionary<Type, Setup> _setups = [];
    private readonly List<ActorStarterWithResolver> _starters = [];
    private readonly List<StartupTask> _startupTasks = [];
    private Config _configuration = Config.Empty;
    private bool _isComplete;

    internal AkkaConfigurationBuilder(string actorSystemName) => _actorSystemName = actorSystemName;

    internal AkkaConfigurationBuilder AddConfiguration(Config hocon, HoconAddMode addMode)
    {
        ThrowIfComplete();
        _configuration = addMode switch
        {
            HoconAddMode.Prepend => hocon.WithFallback(_configuration),
            HoconAddMode.Append => _configuration.WithFallback(hocon),
            HoconAddMode.Replace => hocon,
            _ => throw new ArgumentOutOfRangeException(nameof(addMode), addMode, "Prepend, Append or Replace is wanted."),
        };
        return this;
    }

    internal void AddSetup(Setup setup)
    {
        ThrowIfComplete();
        _setups[setup.GetType()] = setup;
    }

    internal AkkaConfigurationBuilder AddStarter(ActorStarterWithResolver starter)
    {
        ThrowIfComplete();
        _starters.Add(starter);
        return this;
    }

    internal AkkaConfigurationBuilder AddStartupTask(StartupTask startupTask)
    {
        ThrowIfComplete();
        _startupTasks.Add(startupTask);
        return this;
    }

    internal ActorSystem CreateSystem(IServiceProvider services)
    {
        _isComplete = true;
        if (services.GetService<ILoggerFactory>() is { } loggerFactory)
            _setups.TryAdd(typeof(LoggerFactorySetup), new LoggerFactorySetup(loggerFactory));

        Setup[] setups = [BootstrapSetup.Create().WithConfig(_configuration), DependencyResolverSetup.Create(services), .. _setups.Values];
        return ActorSystem.Create(_actorSystemName, ActorSystemSetup.Create(setups));
    }

    /// <summary>Runs the starters one after the other, then the startup tasks.</summary>
    internal async Task StartAsync(ActorSystem system)
    {
        var registry = ActorRegistry.For(system);
        var resolver = DependencyResolver.For(system).Resolver;
        foreach (var starter in _starters)
            await starter(system, registry, resolver);
        foreach (var startupTask in _startupTasks)
            await startupTask(system, registry);
    }

    private void ThrowIfComplete()
    {
        if (_isComplete)
            throw new InvalidOperationException($"The actor system {_actorSystemName} has been created already; configure it in AddAkka.");
    }
}
