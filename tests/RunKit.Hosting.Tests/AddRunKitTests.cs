using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Actors.Plane;
using RunKit.ControlPlane;
using RunKit.Hosting.Configuration;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;

namespace RunKit.Hosting.Tests;

public sealed class AddRunKitTests
{
    [Fact]
    public async Task A_host_gets_a_plane_that_starts_and_stops_with_it()
    {
        await using var sandbox = new TmuxSandbox();
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(RunKitConfiguration.Load(null, [new("runkit.socket-dir", sandbox.SocketDirectory)]));
        using var host = builder.Build();

        await host.StartAsync();
        (await host.Services.GetRequiredService<IControlPlane>().GetServersAsync(CancellationToken.None)).ShouldBeEmpty();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_hosts_configuration_its_code_and_whatever_is_configured_later_all_count()
    {
        await using var sandbox = new TmuxSandbox();
        var builder = Hosts.Builder();
        builder.Configuration.AddInMemoryCollection([new("RunKit:Node", "from-configuration"), new("RunKit:SocketDir", "/nowhere"), new("RunKit:Guard", "observe")]);
        builder.Services.AddRunKit(builder.Configuration, options => options.Node = "from-code");
        builder.Services.Configure<RunKitHostOptions>(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();
        await host.StartAsync();

        host.Services.GetRequiredService<IControlPlane>().Node.ShouldBe("from-code");
        host.Services.GetRequiredService<ISocketSource>().Directory.ShouldBe(sandbox.SocketDirectory);
        host.Services.GetRequiredService<RunKitOptions>().Plane.Guard.ShouldBe(Tmux.Lifecycle.GuardPolicy.Observe);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("akka.log-dead-letters = 7", 7)]
    public async Task Messages_that_reach_nobody_are_not_logged_unless_that_is_asked_for(string? hocon, int logged)
    {
        await using var sandbox = new TmuxSandbox();
        var file = Path.Combine(sandbox.Root, "host.conf");
        await File.WriteAllTextAsync(file, hocon ?? "");
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(RunKitConfiguration.Load(file, [new("runkit.socket-dir", sandbox.SocketDirectory)]));
        using var host = builder.Build();
        await host.StartAsync();

        host.Services.GetRequiredService<ActorSystem>().Settings.LogDeadLetters.ShouldBe(logged);
        await host.StopAsync();
    }

    [Fact]
    public async Task Whoever_wants_the_actors_themselves_gets_them()
    {
        await using var sandbox = new TmuxSandbox();
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();
        await host.StartAsync();

        var supervisor = host.Services.GetRequiredService<IRequiredActor<RunKitSupervisor>>().ActorRef;

        (await supervisor.Ask<PlaneProtocol.Servers>(new PlaneProtocol.GetServers("x"), TimeSpan.FromSeconds(60))).Views.ShouldBeEmpty();
        await host.StopAsync();
    }

    [Theory]
    [InlineData("RunKit:Guard", "strict", "runkit.guard is 'strict'; allowed: floor or observe")]
    [InlineData("RunKit:Gaurd", "floor", "unknown key 'runkit.gaurd' (did you mean 'runkit.guard'?)")]
    public async Task A_wrong_setting_stops_the_host_at_its_start_with_one_line(string key, string value, string words)
    {
        var builder = Hosts.Builder();
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        builder.Services.AddRunKit(builder.Configuration.GetSection("RunKit"));
        using var host = builder.Build();

        var problem = await Should.ThrowAsync<RunKitConfigurationException>(() => host.StartAsync());

        problem.Message.ShouldStartWith(words);
        problem.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_socket_directory_that_everybody_may_write_to_ends_the_start_with_the_reason()
    {
        await using var sandbox = new TmuxSandbox();
        File.SetUnixFileMode(sandbox.SocketDirectory, (UnixFileMode)0b_111_111_111);
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();

        var problem = await Should.ThrowAsync<RunKitConfigurationException>(() => host.StartAsync());

        problem.Message.ShouldContain("writable by everybody");
    }

    [Fact]
    public async Task Nothing_of_the_host_starts_before_the_plane_is_known_to_be_able_to()
    {
        await using var sandbox = new TmuxSandbox();
        File.SetUnixFileMode(sandbox.SocketDirectory, (UnixFileMode)0b_111_111_111);
        var started = false;
        var builder = Hosts.Builder();
        builder.Services.AddHostedService(_ => new Neighbour(() => started = true));
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();

        await Should.ThrowAsync<RunKitConfigurationException>(() => host.StartAsync());

        started.ShouldBeFalse();
    }

    private sealed class Neighbour(Action onStart) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            onStart();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
