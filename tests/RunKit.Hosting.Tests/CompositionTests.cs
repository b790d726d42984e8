using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

/// <summary>A plane and an actor system in one host: the ways that work, and what is said of those that do not.</summary>
public sealed class CompositionTests
{
    [Fact]
    public async Task A_host_with_actors_of_its_own_has_the_planes_beside_them()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        var builder = Hosts.Builder();
        builder.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory);
        builder.Services.AddAkka("mine", (akka, provider) => akka.WithRunKit(provider));
        using var host = builder.Build();
        await host.StartAsync();

        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Status: ControlPlane.Servers.ServerStatus.Connected }], "it is connected");
        host.Services.GetRequiredService<ActorSystem>().Name.ShouldBe("mine");
        await host.StopAsync();

        await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "nobody is connected");
        sandbox.IsAlive("work").ShouldBeTrue();
    }

    [Fact]
    public async Task A_socket_directory_is_one_hosts_until_that_has_stopped()
    {
        await using var sandbox = new TmuxSandbox();
        using var first = Build();
        using var second = Build();
        using var third = Build();
        await first.StartAsync();

        (await Should.ThrowAsync<RunKitConfigurationException>(() => second.StartAsync())).Message.ShouldContain("has the socket directory");

        await first.StopAsync();
        await third.StartAsync();
        await third.StopAsync();

        IHost Build()
        {
            var builder = Hosts.Builder();
            builder.Services.AddAkka("mine", (akka, provider) => akka.WithRunKit(provider));
            builder.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory);
            return builder.Build();
        }
    }

    [Fact]
    public void AddRunKit_after_AddAkka_names_WithRunKit()
    {
        var builder = Hosts.Builder();
        builder.Services.AddAkka("mine", _ => { });

        Should.Throw<InvalidOperationException>(() => builder.Services.AddRunKit()).Message.ShouldContain("WithRunKit");
    }

    [Fact]
    public async Task AddAkka_after_AddRunKit_names_WithRunKit_at_the_hosts_start_if_not_sooner()
    {
        var builder = Hosts.Builder();
        builder.Services.AddRunKit();

        var problem = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            builder.Services.AddAkka("mine", _ => { });
            using var host = builder.Build();
            await host.StartAsync();
        });

        problem.Message.ShouldContain("WithRunKit");
    }

    [Fact]
    public async Task A_second_actor_system_that_nobody_refused_is_told_of_at_the_start()
    {
        var builder = Hosts.Builder();
        builder.Services.AddRunKit();
        builder.Services.AddSingleton<ActorSystem>(_ => throw new InvalidOperationException("nobody needs it"));
        using var host = builder.Build();

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("WithRunKit on AddAkka's builder");
    }

    [Fact]
    public void A_second_plane_is_refused_and_told_how_to_configure_the_first()
    {
        var services = Hosts.Builder().Services.AddRunKit();

        Should.Throw<InvalidOperationException>(() => services.AddRunKit()).Message.ShouldContain("Configure<RunKitHostOptions>");
        Should.Throw<InvalidOperationException>(() => services.AddRunKitPorts()).Message.ShouldContain("Configure<RunKitHostOptions>");
    }

    [Fact]
    public async Task Ports_without_a_system_and_a_system_without_the_planes_actors_are_told_of()
    {
        await using var sandbox = new TmuxSandbox();
        var bare = Hosts.Builder();
        bare.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var withoutSystem = bare.Build();
        (await Should.ThrowAsync<InvalidOperationException>(() => withoutSystem.StartAsync())).Message.ShouldContain("no actor system");

        var builder = Hosts.Builder();
        builder.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory).AddAkka("mine", _ => { });
        using var withoutActors = builder.Build();
        (await Should.ThrowAsync<InvalidOperationException>(() => withoutActors.StartAsync())).Message.ShouldContain("WithRunKit");
        await withoutActors.StopAsync();
    }

    [Fact]
    public async Task Actors_without_ports_are_told_of()
    {
        var builder = Hosts.Builder();
        builder.Services.AddAkka("mine", (akka, provider) => akka.WithRunKit(provider));
        using var host = builder.Build();

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("AddRunKitPorts");
    }
}
