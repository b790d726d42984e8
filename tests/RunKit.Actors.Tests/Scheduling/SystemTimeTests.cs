using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using RunKit.Actors.Scheduling;
using RunKit.Testing.Sandbox;

namespace RunKit.Actors.Tests.Scheduling;

/// <summary>The scheduler on the system's clock. That something comes late enough is asserted, that it comes early enough is awaited.</summary>
public sealed class SystemTimeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TimeProviderScheduler _scheduler = new(TimeProviderScheduler.On(TimeProvider.System), NoLogger.Instance);

    private IAdvancedScheduler Scheduler => ((IScheduler)_scheduler).Advanced;

    [Fact]
    public async Task Nothing_runs_before_its_time()
    {
        foreach (var delay in (int[])[0, 1, 10, 70, 200])
        {
            var (start, ran) = (TimeProvider.System.GetTimestamp(), Signal<TimeSpan>());

            Scheduler.ScheduleOnce(Ms(delay), () => ran.SetResult(TimeProvider.System.GetElapsedTime(start)));

            (await ran.Task.WaitAsync(Limit)).ShouldBeGreaterThanOrEqualTo(Ms(delay));
        }
    }

    [Fact]
    public async Task A_sleep_ends_early_for_an_earlier_timer()
    {
        var (ran, never) = (Signal<string>(), new Cancelable(Scheduler));
        Scheduler.ScheduleOnce(TimeSpan.FromHours(1), () => ran.TrySetResult("late"), never);
        await ASleepBegins();

        Scheduler.ScheduleOnce(Ms(5), () => ran.TrySetResult("early"));

        (await ran.Task.WaitAsync(Limit)).ShouldBe("early");
    }

    [Fact]
    public async Task What_is_due_first_runs_first()
    {
        var (ran, last) = (new ConcurrentQueue<int>(), Signal<int>());
        foreach (var delay in (int[])[60, 20, 40])
        {
            Scheduler.ScheduleOnce(Ms(delay), () => ran.Enqueue(delay));
        }

        Scheduler.ScheduleOnce(Ms(61), () => last.SetResult(0));

        await last.Task.WaitAsync(Limit);
        ran.ShouldBe([20, 40, 60]);
    }

    [Fact]
    public async Task A_period_goes_on_until_it_is_cancelled()
    {
        var (ticks, third) = (0, Signal<int>());
        var periodic = Scheduler.ScheduleRepeatedlyCancelable(Ms(1), Ms(1), () =>
        {
            if (Interlocked.Increment(ref ticks) == 3)
            {
                third.SetResult(0);
            }
        });
        await third.Task.WaitAsync(Limit);

        periodic.Cancel();
        await EverythingSoFarHasRun();
        var then = Volatile.Read(ref ticks);
        await EverythingSoFarHasRun(Ms(20));

        Volatile.Read(ref ticks).ShouldBe(then);
    }

    [Fact]
    public async Task Cancelled_work_does_not_run_though_it_was_due()
    {
        var ran = 0;
        var (held, release) = (Signal<int>(), new ManualResetEventSlim());
        Scheduler.ScheduleOnce(TimeSpan.Zero, () =>
        {
            held.SetResult(0);
            release.Wait(Limit);
        });
        await held.Task.WaitAsync(Limit);
        var cancelled = Scheduler.ScheduleOnceCancelable(TimeSpan.Zero, () => ran++);

        cancelled.Cancel();
        release.Set();
        await EverythingSoFarHasRun();

        ran.ShouldBe(0);
    }

    [Fact]
    public async Task A_stall_costs_the_ticks_that_it_has_missed()
    {
        var (ticks, stallEnded, fourth) = (0, 0L, Signal<long>());
        using var stall = new ManualResetEventSlim();
        Scheduler.ScheduleRepeatedly(Ms(5), Ms(5), () =>
        {
            ticks++;
            if (ticks == 1)
            {
                stall.Wait(Ms(100));
                stallEnded = TimeProvider.System.GetTimestamp();
            }
            else if (ticks == 4)
            {
                fourth.TrySetResult(TimeProvider.System.GetTimestamp());
            }
        });

        // Given all at once, the fourth would come at the end of the stall; without those that were missed, two periods and more after it.
        var fourthAt = await fourth.Task.WaitAsync(Limit);
        TimeProvider.System.GetElapsedTime(stallEnded, fourthAt).ShouldBeGreaterThanOrEqualTo(Ms(10) - TimeSpan.FromTicks(1), "two periods, to the clock's own tick");
    }

    [Fact]
    public async Task Work_that_throws_stops_no_other()
    {
        Scheduler.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException("on purpose"));

        await EverythingSoFarHasRun();
    }

    [Fact]
    public async Task Timers_of_many_threads_all_run_once()
    {
        const int threads = 8, each = 2_000;
        var runs = new int[threads * each];
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                var own = (thread * each) + i;
                Scheduler.ScheduleOnce(Ms(i % 20), () => Interlocked.Increment(ref runs[own]));
                Scheduler.ScheduleOnceCancelable(TimeSpan.FromMinutes(10), () => Interlocked.Increment(ref runs[own])).Cancel();
            }
        })));

        await Eventually.TrueAsync(() => runs.All(times => times == 1), "each timer has run once", Limit);
    }

    [Fact]
    public async Task Pending_work_is_dropped_when_the_scheduler_ends()
    {
        var ran = false;
        Scheduler.ScheduleOnce(TimeSpan.FromHours(1), () => ran = true);
        await ASleepBegins();

        _scheduler.Dispose();

        ran.ShouldBeFalse();
        Should.Throw<SchedulerException>(() => Scheduler.ScheduleOnce(Ms(1), () => { }));
    }

    [Fact]
    public async Task The_thread_ends_with_the_actor_system()
    {
        var system = ActorSystem.Create("short", TimeProviderScheduler.On(TimeProvider.System));
        var thread = Signal<Thread>();
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => thread.SetResult(Thread.CurrentThread));
        var scheduler = await thread.Task.WaitAsync(Limit);
        scheduler.Name.ShouldBe("runkit-scheduler");

        await system.Terminate();

        scheduler.Join(Limit).ShouldBeTrue();
    }

    public void Dispose() => _scheduler.Dispose();

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static TaskCompletionSource<T> Signal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ASleepBegins()
    {
        var thread = Signal<Thread>();
        Scheduler.ScheduleOnce(TimeSpan.Zero, () => thread.SetResult(Thread.CurrentThread));
        var scheduler = await thread.Task.WaitAsync(Limit);
        await Eventually.TrueAsync(() => scheduler.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the scheduler sleeps", Limit);
    }

    private async Task EverythingSoFarHasRun(TimeSpan after = default)
    {
        var ran = Signal<int>();
        Scheduler.ScheduleOnce(after, () => ran.SetResult(0));
        await ran.Task.WaitAsync(Limit);
    }
}
