using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RunKit.Actors;
using RunKit.Hosting;

namespace RunKit.Testing.InMemory;

/// <summary>Puts a host's plane on a <see cref="FakeTmux"/>.</summary>
public static class FakeTmuxExtensions
{
    /// <summary>
    /// Replaces the ports that <c>AddRunKit</c> has added: the plane's servers are those of <paramref name="tmux"/>, and nothing of the real
    /// machine is looked at. Call it after <c>AddRunKit</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no plane yet.</exception>
    public static IServiceCollection AddFakeTmux(this IServiceCollection services, FakeTmux tmux)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(tmux);
        if (!services.Any(service => service.ServiceType == typeof(PlanePorts)))
        {
            throw new InvalidOperationException("this host has no plane yet: call AddRunKit before AddFakeTmux");
        }

        if (services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(StartupChecks)) is { } doorkeeper)
        {
            services.Remove(doorkeeper);
        }

        return services.Replace(ServiceDescriptor.Singleton(provider => tmux.ToPorts(provider.GetRequiredService<RunKitOptions>().Dial)));
    }
}
