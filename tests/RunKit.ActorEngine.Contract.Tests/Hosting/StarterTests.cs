using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class StarterTests
{
    [Fact]
    public async Task A_starter_may_be_asynchronous_and_use_the_resolver()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka.WithActors(async (system, registry, resolver) =>
        {
            await Task.Yield();
            registry.TryRegister<Echo>(system.ActorOf(resolver.Props<Echo>())).ShouldBeTrue();
            registry.TryRegister<Echo>(ActorRefs.Nobody).ShouldBeFalse();
        }));

        (await host.Registry.Get<Echo>().Ask<string>("hello", RunningHost.Deadline)).ShouldBe("hello");
    }

    [Fact]
    public async Task Readers_of_the_registry_wait_or_look()
    {
        await using var host = await RunningHost.StartAsync((_, _) => { });
        var registry = host.Services.GetRequiredService<IReadOnlyActorRegistry>();
        registry.TryGet<Echo>(out _).ShouldBeFalse();
        var waiting = registry.GetAsync<Echo>();

        host.Registry.Register<Echo>(host.System.ActorOf(Props.Create(() => new Echo())));

        (await waiting.WaitAsync(RunningHost.Deadline)).ShouldBe(host.Registry.Get<Echo>());
        registry.TryGet<Echo>(out var found).ShouldBeTrue();
        found.ShouldBe(host.Registry.Get<Echo>());
    }

    [Fact]
    public async Task The_host_chooses_loggers_and_how_templates_are_rendered()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddDefaultLogger();
            loggers.WithDefaultLogMessageFormatter<Reversed>();
        }));

        host.System.Settings.Config.GetStringList("akka.loggers").ShouldHaveSingleItem().ShouldStartWith("Akka.Event.DefaultLogger");
        host.System.Log.Formatter.ShouldBeOfType<Reversed>();
    }

    /// <summary>Public, because the engine makes it by its name.</summary>
    public sealed class Reversed : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => new([.. string.Format(null, format, args).Reverse()]);

        public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);
    }
}
