using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.DependencyInjection;

/// <summary>Makes Props whose actors get their constructors' arguments from a container.</summary>
public interface IDependencyResolver
{
    /// <summary>Props of an actor; the arguments given here go before what the container knows.</summary>
    Props Props<T>(params object[] args) where T : ActorBase;
}

/// <summary>The dependency injection of an actor system.</summary>
public sealed class DependencyResolver : IExtension
{
    internal DependencyResolver(IDependencyResolver resolver) => Resolver = resolver;

    /// <summary>What makes the Props.</summary>
    internal IDependencyResolver Resolver { get; }

    /// <summary>The resolver of a system; ConfigurationException without a <see cref="DependencyResolverSetup"/>.</summary>
    public static DependencyResolver For(ActorSystem actorSystem) =>
        actorSystem.WithExtension<DependencyResolver, DependencyResolverExtension>();

    /// <inheritdoc cref="IDependencyResolver.Props{T}"/>
    public Props Props<T>(params object[] args) where T : ActorBase => Resolver.Props<T>(args);
}

/// <summary>Gives an actor system its resolver.</summary>
internal sealed class DependencyResolverExtension : ExtensionIdProvider<DependencyResolver>
{
    /// <inheritdoc/>
    public override DependencyResolver CreateExtension(ExtendedActorSystem system)
    {
        var setup = system.Settings.Setup.Get<DependencyResolverSetup>();
        return setup.HasValue
            ? new DependencyResolver(setup.Value.DependencyResolver)
            : throw new ConfigurationException($"{system.Name} has no container: use AddAkka, or DependencyResolverSetup.");
    }
}

/// <summary>Tells an actor system which container its actors take their dependencies from.</summary>
public class DependencyResolverSetup : Setup
{
    private DependencyResolverSetup(IDependencyResolver dependencyResolver) => DependencyResolver = dependencyResolver;

    /// <summary>What makes the Props.</summary>
    internal IDependencyResolver DependencyResolver { get; }

    /// <summary>Takes dependencies from a service provider. No scope is created: scoped services live as long as the provider.</summary>
    public static DependencyResolverSetup Create(IServiceProvider provider) => new(new ServiceProviderDependencyResolver(provider));
}
