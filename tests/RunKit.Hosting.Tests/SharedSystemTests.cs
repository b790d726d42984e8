using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;

namespace RunKit.Hosting.Tests;

/// <summary>The plane in an actor system that has a life of its own.</summary>
public sealed class SharedSystemTests
{
    private const string HostsHocon =
        """
        mine.key = 7
        akka {
          loglevel = DEBUG
          log-dead-letters = off
          actor.ask-timeout = 17s
          actor.default-dispatcher.throughput = 3
          coordinated-shutdown.default-phase-timeout = 21s
        }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_hosts_actors_settings_loggers_and_dispatchers_are_as_they_are_without_the_plane(bool planeFirst)
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        using var bare = Bare();
        await bare.StartAsync();
        using var host = Build(sandbox, (akka, provider) => _ = planeFirst ? Mine(akka.WithRunKit(provider)) : Mine(akka).WithRunKit(provider));
        await host.StartAsync();
        await IsConnectedAsync(host);

        var (with, without) = (host.Services.GetRequiredService<ActorSystem>(), bare.Services.GetRequiredService<ActorSystem>());
        with.Settings.Config.ToString(includeFallback: true).ShouldBe(without.Settings.Config.ToString(includeFallback: true));
        with.Settings.Loggers.ShouldBe(without.Settings.Loggers);
        with.Dispatchers.DefaultGlobalDispatcher.Throughput.ShouldBe(3);
        with.Scheduler.GetType().ShouldBe(without.Scheduler.GetType());
        (await TopLevelAsync(with)).ShouldBe(["echo", "runkit"], ignoreOrder: true);
        (await host.Services.GetRequiredService<IRequiredActor<Echo>>().ActorRef.Ask<string>("ping", TimeSpan.FromSeconds(60))).ShouldBe("ping");
        HostLogger.Started.ShouldContain("mine");

        await host.StopAsync();
        await bare.StopAsync();
    }

    [Fact]
    public async Task A_host_that_serializes_every_message_and_gives_the_plane_a_dispatcher_has_both()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        const string hocon =
            """
            akka.actor.serialize-messages = on
            akka.actor.deployment {
              "/runkit" { dispatcher = mine.dispatcher }
              "/runkit/**" { dispatcher = mine.dispatcher }
            }
            mine.dispatcher {
              type = Dispatcher
              throughput = 7
            }
            """;
        using var host = Build(sandbox, (akka, provider) => akka.AddHocon(hocon, HoconAddMode.Prepend).WithRunKit(provider));
        await host.StartAsync();
        await IsConnectedAsync(host);

        var system = (ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>();
        foreach (var path in new[] { "runkit", "runkit/plane", "runkit/sockets/server-work" })
        {
            var actor = (ActorRefWithCell)await system.ActorSelection($"/user/{path}").ResolveOne(TimeSpan.FromSeconds(60));
            ((ActorCell)actor.Underlying).Dispatcher.Id.ShouldBe("mine.dispatcher", path);
        }

        await sandbox.TmuxAsync("work", "new-session", "-d", "-s", "more");
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Sessions: 2 }], "the change is seen");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_host_whose_own_actor_has_the_planes_name_is_told_so_in_one_line()
    {
        await using var sandbox = new TmuxSandbox();
        using var host = Build(sandbox, (akka, provider) => akka
            .WithActors((system, _) => system.ActorOf(Props.Create<Echo>(), "runkit"))
            .WithRunKit(provider));

        var problem = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        problem.Message.ShouldBe("the actor system 'mine' has an actor named 'runkit' already, which is the name of the plane's: give yours another");
    }

    [Fact]
    public async Task The_planes_end_is_not_the_end_of_the_hosts_actors()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        using var host = Build(sandbox, (akka, provider) => Mine(akka).WithRunKit(provider));
        await host.StartAsync();
        await IsConnectedAsync(host);
        var plane = host.Services.GetRequiredService<IRequiredActor<RunKit.Actors.Plane.RunKitSupervisor>>().ActorRef;

        (await plane.GracefulStop(TimeSpan.FromSeconds(60))).ShouldBeTrue();

        (await host.Services.GetRequiredService<IRequiredActor<Echo>>().ActorRef.Ask<string>("ping", TimeSpan.FromSeconds(60))).ShouldBe("ping");
        await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "nobody is connected");
        sandbox.IsAlive("work").ShouldBeTrue();
        await host.StopAsync();
    }

    private static AkkaConfigurationBuilder Mine(AkkaConfigurationBuilder akka) => akka
        .AddHocon(HostsHocon, HoconAddMode.Prepend)
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLogger<HostLogger>();
        })
        .WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create<Echo>(), "echo")));

    private static IHost Bare()
    {
        var builder = Hosts.Builder();
        builder.Services.AddAkka("mine", akka => Mine(akka));
        return builder.Build();
    }

    private static IHost Build(TmuxSandbox sandbox, Action<AkkaConfigurationBuilder, IServiceProvider> configure)
    {
        var builder = Hosts.Builder();
        builder.Services.AddRunKitPorts(options => options.SocketDirectory = sandbox.SocketDirectory);
        builder.Services.AddAkka("mine", configure);
        return builder.Build();
    }

    private static Task IsConnectedAsync(IHost host)
    {
        var plane = host.Services.GetRequiredService<IControlPlane>();
        return Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Status: ServerStatus.Connected }], "it is connected");
    }

    private static async Task<string[]> TopLevelAsync(ActorSystem system)
    {
        var inbox = Inbox.Create(system);
        system.ActorSelection("/user/*").Tell(new Identify(null), inbox.Receiver);
        var first = (ActorIdentity)await inbox.ReceiveAsync(TimeSpan.FromSeconds(60));
        var second = (ActorIdentity)await inbox.ReceiveAsync(TimeSpan.FromSeconds(60));
        return [first.Subject.Path.Name, second.Subject.Path.Name];
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class HostLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public HostLogger()
        {
            Receive<InitializeLogger>(_ =>
            {
                Started.Enqueue(Context.System.Name);
                Sender.Tell(new LoggerInitialized());
            });
            ReceiveAny(_ => { });
        }

        public static System.Collections.Concurrent.ConcurrentQueue<string> Started { get; } = new();
    }
}
