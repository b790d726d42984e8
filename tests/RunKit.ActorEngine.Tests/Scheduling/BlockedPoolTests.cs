using Akka.Actor;

namespace RunKit.ActorEngine.Tests.Scheduling;

/// <summary>Nothing else may run meanwhile: these take every thread of the pool.</summary>
[CollectionDefinition(nameof(BlockedPoolTests), DisableParallelization = true)]
[Collection(nameof(BlockedPoolTests))]
public class BlockedPoolTests
{
    // The pool adds a thread or two a second; these use up what it adds for half a minute.
    private const int Blockers = 64;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private sealed class Blocker : ReceiveActor
    {
        public Blocker(CountdownEvent begun, ManualResetEventSlim release) => Receive<string>(_ =>
        {
            begun.Signal();
            release.Wait();
        });
    }

    private sealed class Bell : ICanTell
    {
        public ManualResetEventSlim Rung { get; } = new();

        public void Tell(object message, IActorRef? sender) => Rung.Set();
    }

    [Fact]
    public async Task Timers_are_sent_on_time_while_handlers_block_every_thread()
    {
        var system = ActorSystem.Create("blocked");
        using var begun = new CountdownEvent(Blockers);
        using var release = new ManualResetEventSlim();
        var bell = new Bell();
        var props = Props.Create(() => new Blocker(begun, release));
        // From a thread outside the pool, so that the blockers stand in the pool's common queue, before whatever comes later.
        var (sent, blocked) = await OnOwnThread(() =>
        {
            for (var i = 0; i < Blockers; i++)
            {
                system.ActorOf(props).Tell("block");
            }

            // The processors' threads block at once; no more can be had for the next half minute.
            SpinWait.SpinUntil(() => begun.CurrentCount <= Blockers - Environment.ProcessorCount, Deadline);
            system.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(20), bell, "ring", ActorRefs.NoSender);
            var sent = bell.Rung.Wait(Deadline);
            var blocked = begun.CurrentCount > 0;
            release.Set();
            return (sent, blocked);
        });

        sent.ShouldBeTrue();
        blocked.ShouldBeTrue();
        await system.Terminate();
    }

    private static Task<T> OnOwnThread<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => done.SetResult(work())).Start();
        return done.Task;
    }
}
