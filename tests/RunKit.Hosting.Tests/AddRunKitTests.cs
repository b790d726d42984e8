using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunKit.ControlPlane;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

public sealed class AddRunKitTests
{
    [Fact]
    public async Task A_host_gets_a_plane_that_starts_and_stops_with_it()
    {
        await using var sandbox = new TmuxSandbox();
        var builder = Builder();
        builder.Services.AddRunKit(Options(sandbox.SocketDirectory));
        using var host = builder.Build();

        await host.StartAsync();
        (await host.Services.GetRequiredService<IControlPlane>().GetServersAsync(CancellationToken.None)).ShouldBeEmpty();
        await host.StopAsync();
    }

    [Fact]
    public void A_host_that_has_an_actor_system_is_told_of_WithRunKit()
    {
        var builder = Builder();
        builder.Services.AddAkka("mine", _ => { });

        Should.Throw<InvalidOperationException>(() => builder.Services.AddRunKit(Options("/nowhere"))).Message.ShouldContain("WithRunKit");
    }

    [Fact]
    public async Task A_socket_directory_that_everybody_may_write_to_ends_the_start_with_the_reason()
    {
        await using var sandbox = new TmuxSandbox();
        File.SetUnixFileMode(sandbox.SocketDirectory, (UnixFileMode)0b_111_111_111);
        var builder = Builder();
        builder.Services.AddRunKit(Options(sandbox.SocketDirectory));
        using var host = builder.Build();

        var problem = await Should.ThrowAsync<RunKitConfigurationException>(() => host.StartAsync());

        problem.Message.ShouldContain("writable by everybody");
    }

    private static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        return builder;
    }

    private static RunKitOptions Options(string directory) => RunKitConfiguration.Load(null, [new("runkit.socket-dir", directory)]);
}
