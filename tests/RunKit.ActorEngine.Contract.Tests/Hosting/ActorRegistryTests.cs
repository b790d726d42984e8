using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class ActorRegistryTests
{
    [Fact]
    public async Task An_actor_is_found_under_its_key_and_under_no_other()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });
        var actor = NewActor(host);

        host.Registry.Register<Echo>(actor);

        host.Registry.Get<Echo>().ShouldBe(actor);
        host.Registry.TryGet<Echo>(out var found).ShouldBeTrue();
        found.ShouldBe(actor);
        host.Registry.TryGet<string>(out _).ShouldBeFalse();
        Should.Throw<MissingActorRegistryEntryException>(() => host.Registry.Get<string>());
    }

    [Fact]
    public async Task A_key_is_taken_until_it_is_overwritten()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });
        var (first, second) = (NewActor(host), NewActor(host));

        host.Registry.TryRegister<Echo>(first).ShouldBeTrue();
        host.Registry.TryRegister<Echo>(second).ShouldBeFalse();
        Should.Throw<DuplicateActorRegistryException>(() => host.Registry.Register<Echo>(second));
        host.Registry.Get<Echo>().ShouldBe(first);

        host.Registry.Register<Echo>(second, overwrite: true);
        host.Registry.Get<Echo>().ShouldBe(second);
    }

    [Fact]
    public async Task An_actor_can_be_awaited_before_it_is_registered()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });
        var actor = NewActor(host);
        var awaited = host.Registry.GetAsync<Echo>();
        awaited.IsCompleted.ShouldBeFalse();

        host.Registry.Register<Echo>(actor);

        (await awaited.WaitAsync(RunningHost.Deadline)).ShouldBe(actor);
        (await host.Registry.GetAsync<Echo>().WaitAsync(RunningHost.Deadline)).ShouldBe(actor);
    }

    [Fact]
    public async Task Awaiting_an_actor_can_be_given_up()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });
        using var cancellation = new CancellationTokenSource();
        var awaited = host.Registry.GetAsync<Echo>(cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => awaited.WaitAsync(RunningHost.Deadline));
    }

    [Fact]
    public async Task A_service_asks_for_an_actor_in_its_constructor()
    {
        await using var host = await RunningHost.StartAsync(
            (akka, _) => akka.WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create(() => new Echo())))),
            services => services.AddTransient<Speaker>());

        var speaker = host.Services.GetRequiredService<Speaker>();

        speaker.Actor.ActorRef.ShouldBe(host.Registry.Get<Echo>());
        (await speaker.Actor.GetAsync()).ShouldBe(host.Registry.Get<Echo>());
    }

    [Fact]
    public async Task A_required_actor_that_nobody_registered_is_missing()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { }, services => services.AddTransient<Speaker>());

        Should.Throw<MissingActorRegistryEntryException>(() => host.Services.GetRequiredService<Speaker>().Actor.ActorRef);
    }

    [Fact]
    public async Task The_registry_belongs_to_the_system()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });

        ActorRegistry.For(host.System).ShouldBeSameAs(host.Registry);
    }

    private static IActorRef NewActor(RunningHost host) => host.System.ActorOf(Props.Create(() => new Echo()));

    private sealed class Speaker(IRequiredActor<Echo> actor)
    {
        public IRequiredActor<Echo> Actor { get; } = actor;
    }
}
