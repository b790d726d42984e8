using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RunKit.Actors;
using RunKit.Actors.Scheduling;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

/// <summary>Whose scheduler turns the plane's timers.</summary>
public sealed class SchedulerTests
{
    private const string Wheel = "Akka.Actor.HashedWheelTimerScheduler";

    [Fact]
    public async Task A_plane_that_brings_its_own_actor_system_sleeps_until_the_next_timer()
    {
        await WithSystemAsync(
            (services, directory) => services.AddRunKit(options => options.SocketDirectory = directory),
            system =>
            {
                system.Scheduler.ShouldBeOfType<TimeProviderScheduler>();
                ((TimeProviderScheduler)system.Scheduler).MonotonicClock.ShouldBeGreaterThan(TimeSpan.Zero);
            });
    }

    [Fact]
    public async Task Another_scheduler_that_is_configured_counts()
    {
        var options = new Func<string, RunKitOptions>(directory => RunKitConfiguration.Load(
            null, [new("runkit.socket-dir", directory), new("akka.scheduler.implementation", Wheel)]));

        await WithSystemAsync(
            (services, directory) => services.AddRunKit(options(directory)),
            system => system.Scheduler.ShouldBeOfType<HashedWheelTimerScheduler>());
    }

    [Fact]
    public async Task A_host_with_an_actor_system_of_its_own_keeps_its_scheduler()
    {
        await WithSystemAsync(
            (services, directory) => services
                .AddRunKitPorts(options => options.SocketDirectory = directory)
                .AddAkka("mine", (akka, provider) => akka.WithRunKit(provider)),
            system => system.Scheduler.ShouldBeOfType<HashedWheelTimerScheduler>());
    }

    [Fact]
    public async Task A_clock_that_the_host_has_is_the_clock_of_timers_and_ports()
    {
        var time = new FakeTimeProvider();

        await WithSystemAsync(
            (services, directory) => services
                .AddSingleton<TimeProvider>(time)
                .AddRunKit(options => options.SocketDirectory = directory),
            system => system.Scheduler.Now.ShouldBe(time.GetUtcNow()),
            provider => provider.GetRequiredService<PlanePorts>().Time.ShouldBeSameAs(time));
    }

    private static async Task WithSystemAsync(
        Action<IServiceCollection, string> add, Action<ActorSystem> look, Action<IServiceProvider>? lookAtServices = null)
    {
        await using var sandbox = new TmuxSandbox();
        var builder = Hosts.Builder();
        add(builder.Services, sandbox.SocketDirectory);
        using var host = builder.Build();
        await host.StartAsync();

        look(host.Services.GetRequiredService<ActorSystem>());
        lookAtServices?.Invoke(host.Services);

        await host.StopAsync();
    }
}
