using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RunKit.ActorEngine.Contract.Tests.Hosting;

public class HostLifecycleTests
{
    [Fact]
    public async Task Starters_run_in_order_and_startup_tasks_after_them()
    {
        var ran = new ConcurrentQueue<string>();

        await using var host = await RunningHost.StartAsync((akka, _) => akka
            .AddStartup((_, _) => ran.Enqueue("startup 1"))
            .WithActors((_, _) => ran.Enqueue("actors 1"))
            .WithActors(async (_, _) =>
            {
                await Task.Yield();
                ran.Enqueue("actors 2");
            })
            .AddStartup(async (_, _) =>
            {
                await Task.Yield();
                ran.Enqueue("startup 2");
            })
            .WithActors((_, _, _) => ran.Enqueue("actors 3")));

        ran.ShouldBe(["actors 1", "actors 2", "actors 3", "startup 1", "startup 2"]);
    }

    [Fact]
    public async Task The_system_and_its_registry_are_services()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka
            .WithActors((system, registry) => registry.Register<Echo>(system.ActorOf(Props.Create(() => new Echo()), "echo"))));

        host.System.Name.ShouldBe("hosted");
        host.Registry.Get<Echo>().Path.ToStringWithoutAddress().ShouldBe("/user/echo");
        host.Services.GetRequiredService<IActorRegistry>().Get<Echo>().ShouldBe(host.Registry.Get<Echo>());
        host.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<Echo>().ShouldBe(host.Registry.Get<Echo>());
        (await host.Registry.Get<Echo>().Ask<string>("hello", RunningHost.Deadline)).ShouldBe("hello");
    }

    [Fact]
    public async Task The_configuration_may_use_services()
    {
        await using var host = await RunningHost.StartAsync(
            (akka, services) => akka.AddHocon($"greeting = {services.GetRequiredService<string>()}", HoconAddMode.Prepend),
            services => services.AddSingleton("hello"));

        host.System.Settings.Config.GetString("greeting").ShouldBe("hello");
    }

    [Fact]
    public async Task A_failing_starter_fails_the_start_and_stops_the_system()
    {
        ActorSystem? started = null;
        using var logs = new CapturedLogs();
        using var host = RunningHost.Build(
            (akka, _) => akka
                .WithActors((system, _) => started = system)
                .WithActors(Fail),
            services => services.AddLogging(logging => logging.AddProvider(logs)));

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        failure.Message.ShouldBe("no socket directory");
        await started.ShouldNotBeNull().WhenTerminated.WaitAsync(RunningHost.Deadline);
        logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Critical);
    }

    [Fact]
    public async Task A_stopping_host_runs_the_coordinated_shutdown_and_waits_for_it()
    {
        var ran = new ConcurrentQueue<string>();
        await using var host = await RunningHost.StartAsync((akka, _) => akka.WithActors((system, _) =>
        {
            system.ActorOf(Props.Create(() => new TellsItsEnd(ran)), "last");
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "release", () =>
            {
                ran.Enqueue("released");
                return Task.FromResult(Done.Instance);
            });
        }));
        var system = host.System;

        await host.StopAsync();

        system.WhenTerminated.IsCompleted.ShouldBeTrue();
        CoordinatedShutdown.Get(system).ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ClrExitReason>();
        ran.ShouldBe(["released", "stopped"]);
    }

    [Fact]
    public async Task A_system_that_terminates_by_itself_stops_the_host()
    {
        await using var host = await RunningHost.StartAsync((akka, _) => akka.WithActors((_, _) => { }));
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await host.System.Terminate();

        await stopping.Task.WaitAsync(RunningHost.Deadline);
    }

    private static void Fail(ActorSystem system, IActorRegistry registry) => throw new InvalidOperationException("no socket directory");

    private sealed class TellsItsEnd(ConcurrentQueue<string> ran) : ReceiveActor
    {
        protected override void PostStop() => ran.Enqueue("stopped");
    }
}
