using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>Builds every incarnation of an actor anew, with the services of one provider.</summary>
internal sealed class ServiceProviderDependencyResolver(IServiceProvider serviceProvider) : IDependencyResolver
{
    /// <inheritdoc/>
    public Props Props<T>(params object[] args) where T : ActorBase =>
        Actor.Props.CreateBy(new ServiceProviderActorProducer(serviceProvider, typeof(T), args));

    private sealed class ServiceProviderActorProducer(IServiceProvider provider, Type type, object[] args) : IIndirectActorProducer
    {
        public Type ActorType => type;

        public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(provider, type, args);

        public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();
    }
}
