using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class CoordinatedShutdownTests : ContractTest
{
    private static readonly string[] Phases =
    [
        "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown", "cluster-sharding-shutdown-region",
        "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown", "before-actor-system-terminate", "actor-system-terminate",
    ];

    private sealed class Why : CoordinatedShutdown.Reason;

    private readonly ConcurrentQueue<string> _journal = new();

    private CoordinatedShutdown Coordinated => CoordinatedShutdown.Get(Sys);

    private void Note(string phase, string? name = null) => Coordinated.AddTask(phase, name ?? phase, () =>
    {
        _journal.Enqueue(name ?? phase);
        return Task.FromResult(Done.Instance);
    });

    [Fact]
    public async Task The_phases_run_in_their_order()
    {
        foreach (var phase in Phases.Reverse())
        {
            Note(phase);
        }

        await Coordinated.Run(new Why());
        _journal.ShouldBe(Phases);
    }

    [Fact]
    public async Task A_run_terminates_the_system()
    {
        await Coordinated.Run(new Why());
        await Sys.WhenTerminated;
    }

    [Fact]
    public async Task The_tasks_of_one_phase_run_side_by_side()
    {
        var first = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        Coordinated.AddTask("service-stop", "first", async () =>
        {
            first.SetResult(Done.Instance);
            await second.Task;
            _journal.Enqueue("first met second");
            return Done.Instance;
        });
        Coordinated.AddTask("service-stop", "second", async () =>
        {
            second.SetResult(Done.Instance);
            await first.Task;
            _journal.Enqueue("second met first");
            return Done.Instance;
        });
        await Coordinated.Run(new Why());
        _journal.ShouldBe(["first met second", "second met first"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_phase_waits_for_its_tasks()
    {
        var slow = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        Coordinated.AddTask("service-unbind", "slow", () => slow.Task);
        Note("service-stop");
        var run = Coordinated.Run(new Why());
        run.IsCompleted.ShouldBeFalse();
        _journal.ShouldBeEmpty();
        _journal.Enqueue("slow");
        slow.SetResult(Done.Instance);
        await run;
        _journal.ShouldBe(["slow", "service-stop"]);
    }

    [Fact]
    public async Task It_runs_once_and_the_first_reason_counts()
    {
        Note("service-stop");
        Coordinated.ShutdownReason.ShouldBeNull();
        var reason = new Why();
        var first = Coordinated.Run(reason);
        var second = Coordinated.Run(new Why());
        second.ShouldBeSameAs(first);
        await first;
        Coordinated.ShutdownReason.ShouldBeSameAs(reason);
        _journal.ShouldBe(["service-stop"]);
    }

    [Fact]
    public async Task It_can_begin_with_a_later_phase()
    {
        Note("before-service-unbind");
        Note("service-stop");
        Note("cluster-shutdown");
        await Coordinated.Run(new Why(), "service-stop");
        _journal.ShouldBe(["service-stop", "cluster-shutdown"]);
    }

    [Fact]
    public void A_task_needs_a_phase_that_exists() =>
        Should.Throw<ConfigurationException>(() => Coordinated.AddTask("no-such-phase", "task", () => Task.FromResult(Done.Instance)));

    [Fact]
    public async Task A_failing_task_does_not_keep_the_rest_from_running()
    {
        Coordinated.AddTask("service-unbind", "failing", () => Task.FromException<Done>(new Boom("later")));
        Note("service-unbind", "beside it");
        Note("service-stop");
        await Coordinated.Run(new Why());
        _journal.ShouldBe(["beside it", "service-stop"]);
    }

    [Fact]
    public async Task Terminating_the_system_runs_it()
    {
        Note("service-stop");
        await Sys.Terminate();
        _journal.ShouldBe(["service-stop"]);
        Coordinated.ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ActorSystemTerminateReason>();
    }

    [Fact]
    public void Actors_live_until_the_last_phase()
    {
        var actor = Watch(Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref)));
        Coordinated.AddTask("before-actor-system-terminate", "ask it", async () =>
        {
            _journal.Enqueue(await actor.Ask<string>("still here"));
            return Done.Instance;
        });
        _ = Sys.Terminate();
        ExpectTerminated(actor);
        _journal.ShouldBe(["still here"]);
    }

    [Fact]
    public void Every_phase_has_a_limit()
    {
        foreach (var phase in Phases)
        {
            var seconds = phase is "cluster-sharding-shutdown-region" or "cluster-exiting" or "actor-system-terminate" ? 10 : 5;
            Coordinated.Timeout(phase).ShouldBe(TimeSpan.FromSeconds(seconds), phase);
        }
    }
}

public sealed class UnrecoveredShutdownTests() : ContractTest("""
    akka.coordinated-shutdown.run-by-actor-system-terminate = off
    akka.coordinated-shutdown.phases.service-unbind.recover = off
    akka.coordinated-shutdown.phases.service-stop.timeout = 50 ms
    """)
{
    private sealed class Why : CoordinatedShutdown.Reason;

    [Fact]
    public async Task Without_recovery_a_failing_task_ends_the_run()
    {
        var later = false;
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask("service-unbind", "failing", () => Task.FromException<Done>(new Boom()));
        shutdown.AddTask("service-stop", "later", () =>
        {
            later = true;
            return Task.FromResult(Done.Instance);
        });
        (await Record.ExceptionAsync(() => shutdown.Run(new Why()))).ShouldNotBeNull();
        later.ShouldBeFalse();
        Sys.WhenTerminated.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_task_that_hangs_is_left_behind_when_its_phase_is_over()
    {
        var later = false;
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask("service-stop", "hanging", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask("cluster-shutdown", "later", () =>
        {
            later = true;
            return Task.FromResult(Done.Instance);
        });
        await shutdown.Run(new Why());
        later.ShouldBeTrue();
    }
}

public sealed class ShutdownInVirtualTimeTests() : ContractTest(TestConfigs.TestSchedulerConfig)
{
    [Fact]
    public void A_phase_is_over_when_the_systems_scheduler_says_so()
    {
        CoordinatedShutdown.Get(Sys).AddTask("service-stop", "hanging", () => new TaskCompletionSource<Done>().Task);
        var terminated = Sys.Terminate();
        AwaitCondition(() =>
        {
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(5));
            return terminated.IsCompleted;
        });
    }
}
