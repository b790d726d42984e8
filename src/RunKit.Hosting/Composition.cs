using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Actors.Plane;

namespace RunKit.Hosting;

/// <summary>Whether plane and actor system were put together in a way that can work. What is wrong is told when the host starts.</summary>
/// <param name="services">The host's services: what is added after RunKit's counts too.</param>
internal sealed class Composition(IServiceCollection services)
{
    /// <summary>AddRunKit and AddAkka in one host.</summary>
    public const string TwoSystems =
        "this host has an actor system of its own (AddAkka), and AddRunKit would bring another: call AddRunKitPorts instead of AddRunKit, "
        + "and WithRunKit on AddAkka's builder";

    private const string NoSystem =
        "this host has no actor system: AddRunKitPorts belongs with AddAkka and WithRunKit on its builder; AddRunKit alone needs neither";

    private const string NoActors = "nobody started the plane's actors: AddRunKitPorts needs WithRunKit on AddAkka's builder";

    /// <exception cref="InvalidOperationException">There is not exactly one actor system.</exception>
    public void CheckSystem()
    {
        var systems = services.Count(service => service.ServiceType == typeof(ActorSystem));
        if (systems != 1)
        {
            throw new InvalidOperationException(systems == 0 ? NoSystem : TwoSystems);
        }
    }

    /// <exception cref="InvalidOperationException">The system has started, and no plane in it.</exception>
    public static void CheckActors(IServiceProvider provider)
    {
        if (!provider.GetRequiredService<ActorRegistry>().TryGet<RunKitSupervisor>(out _))
        {
            throw new InvalidOperationException(NoActors);
        }
    }
}
