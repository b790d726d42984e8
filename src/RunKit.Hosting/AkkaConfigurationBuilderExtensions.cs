using Akka;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Actors;
using RunKit.Actors.Plane;
using RunKit.Actors.Sockets;
using RunKit.Hosting.Telemetry;

namespace RunKit.Hosting;

/// <summary>Puts the plane's actors into an actor system.</summary>
public static class AkkaConfigurationBuilderExtensions
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Starts the plane's actors in an actor system that the host has anyway; they are registered as <see cref="RunKitSupervisor"/>, and
    /// leave their servers in the phase <c>service-stop</c>. The host's services need <c>AddRunKitPorts</c> too.
    /// </summary>
    /// <param name="provider">The second argument of <c>AddAkka</c>'s callback.</param>
    /// <exception cref="InvalidOperationException">The services have no <c>AddRunKitPorts</c>.</exception>
    /// <exception cref="Configuration.RunKitConfigurationException">The configuration cannot be used.</exception>
    public static AkkaConfigurationBuilder WithRunKit(this AkkaConfigurationBuilder builder, IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);
        var ports = provider.GetService<PlanePorts>()
            ?? throw new InvalidOperationException("WithRunKit needs AddRunKitPorts on the host's services");
        var instruments = provider.GetRequiredService<PlaneInstruments>();
        var measured = ports with { Dialer = new MeasuredDialer(ports.Dialer, instruments), Instruments = instruments };
        var settings = provider.GetRequiredService<RunKitOptions>().Plane;
        return builder.WithActors((system, registry) =>
        {
            var supervisor = Start(system, RunKitSupervisor.Props(measured, settings));
            registry.Register<RunKitSupervisor>(supervisor);
            CoordinatedShutdown.Get(system).AddTask("service-stop", "runkit-leave", () => LeaveAsync(supervisor, settings.Node));
        });
    }

    private static IActorRef Start(ActorSystem system, Props props)
    {
        try
        {
            return system.ActorOf(props, RunKitSupervisor.Name);
        }
        catch (InvalidActorNameException e)
        {
            throw new InvalidOperationException(
                $"the actor system '{system.Name}' has an actor named '{RunKitSupervisor.Name}' already, which is the name of the plane's: give yours another", e);
        }
    }

    private static async Task<Done> LeaveAsync(IActorRef supervisor, string node)
    {
        await supervisor.Ask<SocketWatcherProtocol.Disconnected>(new SocketWatcherProtocol.Disconnect(node), LeaveLimit).ConfigureAwait(false);
        return Done.Instance;
    }
}
