using Akka.Actor;
using Akka.Actor.Setup;
using Akka.DependencyInjection;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class DependencyInjectionTests
{
    [Fact]
    public async Task An_actor_gets_services_and_the_arguments_given_for_it()
    {
        await using var host = await RunningHost.StartAsync(
            (akka, _) => akka.WithActors((system, registry, resolver) =>
                registry.Register<Greeter>(system.ActorOf(resolver.Props<Greeter>("tmux")))),
            services => services.AddSingleton(new Greeting("hello")));

        (await host.Registry.Get<Greeter>().Ask<string>("greet", RunningHost.Deadline)).ShouldBe("hello tmux");
    }

    [Fact]
    public async Task The_resolver_is_found_from_the_system()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { }, services => services.AddSingleton(new Greeting("hi")));

        var greeter = host.System.ActorOf(DependencyResolver.For(host.System).Props<Greeter>("there"));

        (await greeter.Ask<string>("greet", RunningHost.Deadline)).ShouldBe("hi there");
    }

    [Fact]
    public async Task Every_incarnation_is_built_anew()
    {
        var made = 0;
        await using var host = await RunningHost.StartAsync(
            (akka, _) => akka.WithActors((system, registry, resolver) =>
                registry.Register<Greeter>(system.ActorOf(resolver.Props<Greeter>("again")))),
            services => services.AddTransient(_ => new Greeting($"{Interlocked.Increment(ref made)}")));
        var greeter = host.Registry.Get<Greeter>();
        (await greeter.Ask<string>("greet", RunningHost.Deadline)).ShouldBe("1 again");

        greeter.Tell("fail");

        (await greeter.Ask<string>("greet", RunningHost.Deadline)).ShouldBe("2 again");
    }

    [Fact]
    public async Task An_actor_asks_for_another_actor_in_its_constructor()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka
            .WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create(() => new Echo()))))
            .WithActors((system, registry, resolver) => registry.Register<Forwarder>(system.ActorOf(resolver.Props<Forwarder>()))));

        (await host.Registry.Get<Forwarder>().Ask<string>("through", RunningHost.Deadline)).ShouldBe("through");
    }

    [Fact]
    public async Task A_system_without_a_host_can_have_a_container_too()
    {
        await using var services = new ServiceCollection().AddSingleton(new Greeting("good day")).BuildServiceProvider();
        var system = ActorSystem.Create("hostless", BootstrapSetup.Create().And(DependencyResolverSetup.Create(services)));

        var greeter = system.ActorOf(DependencyResolver.For(system).Props<Greeter>("you"));

        (await greeter.Ask<string>("greet", RunningHost.Deadline)).ShouldBe("good day you");
        await system.Terminate().WaitAsync(RunningHost.Deadline);
    }

    internal sealed record Greeting(string Word);

    internal sealed class Greeter : ReceiveActor
    {
        public Greeter(Greeting greeting, string name)
        {
            Receive<string>(message => message == "fail", _ => throw new InvalidOperationException("asked to fail"));
            Receive<string>(_ => Sender.Tell($"{greeting.Word} {name}"));
        }
    }

    internal sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IRequiredActor<Echo> echo) => ReceiveAny(message => echo.ActorRef.Forward(message));
    }
}
