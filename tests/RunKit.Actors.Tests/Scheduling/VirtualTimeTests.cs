using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Time.Testing;
using RunKit.Actors.Scheduling;

namespace RunKit.Actors.Tests.Scheduling;

public sealed class VirtualTimeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _ran = [];
    private readonly TimeProviderScheduler _scheduler;

    public VirtualTimeTests() => _scheduler = new TimeProviderScheduler(TimeProviderScheduler.On(_time), NoLogger.Instance);

    private IAdvancedScheduler Scheduler => ((IScheduler)_scheduler).Advanced;

    [Fact]
    public void The_clocks_are_the_providers()
    {
        IScheduler clocks = _scheduler;
        var (now, monotonic, precise) = (clocks.Now, clocks.MonotonicClock, clocks.HighResMonotonicClock);

        _time.Advance(Seconds(90));

        (clocks.Now - now, clocks.MonotonicClock - monotonic, clocks.HighResMonotonicClock - precise)
            .ShouldBe((Seconds(90), Seconds(90), Seconds(90)));
        clocks.Now.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void The_monotonic_clock_is_exact_to_the_tick()
    {
        var before = _scheduler.MonotonicClock;

        _time.Advance(TimeSpan.FromTicks(1));

        (_scheduler.MonotonicClock - before).ShouldBe(TimeSpan.FromTicks(1));
    }

    [Fact]
    public void Work_runs_when_its_time_has_come_and_not_before()
    {
        Scheduler.ScheduleOnce(Seconds(10), Run("a"));

        _time.Advance(Seconds(9.999));
        _ran.ShouldBeEmpty();

        _time.Advance(Seconds(0.001));
        _ran.ShouldBe(["a"]);

        _time.Advance(Seconds(60));
        _ran.ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_due_first_runs_first_and_what_is_due_together_in_the_order_in_which_it_was_scheduled()
    {
        Scheduler.ScheduleOnce(Seconds(3), Run("third"));
        Scheduler.ScheduleOnce(Seconds(1), Run("first"));
        Scheduler.ScheduleOnce(Seconds(2), Run("second"));
        Scheduler.ScheduleOnce(Seconds(2), Run("second too"));

        _time.Advance(Seconds(5));

        _ran.ShouldBe(["first", "second", "second too", "third"]);
    }

    [Fact]
    public void One_step_over_four_periods_is_four_ticks()
    {
        Scheduler.ScheduleRepeatedly(Seconds(1), Seconds(1), Run("tick"));

        _time.Advance(Seconds(4));
        _ran.Count.ShouldBe(4);

        _time.Advance(Seconds(0.5));
        _ran.Count.ShouldBe(4);
    }

    [Fact]
    public void The_first_tick_may_come_at_once()
    {
        Scheduler.ScheduleRepeatedly(TimeSpan.Zero, Seconds(1), Run("tick"));

        _time.Advance(Seconds(2));

        _ran.Count.ShouldBe(3);
    }

    [Fact]
    public void Cancelled_work_does_not_run()
    {
        var once = Scheduler.ScheduleOnceCancelable(Seconds(1), Run("once"));
        var repeated = Scheduler.ScheduleRepeatedlyCancelable(Seconds(1), Seconds(1), Run("tick"));
        _time.Advance(Seconds(0.5));

        once.Cancel();
        _time.Advance(Seconds(2));
        _ran.ShouldBe(["tick", "tick"]);

        repeated.Cancel();
        _time.Advance(Seconds(2));
        _ran.ShouldBe(["tick", "tick"]);
    }

    [Fact]
    public void Runnables_are_work_too()
    {
        Scheduler.ScheduleOnce(Seconds(1), (IRunnable)new ActionRunnable(Run("once")));
        Scheduler.ScheduleRepeatedly(Seconds(1), Seconds(2), (IRunnable)new ActionRunnable(Run("tick")));

        _time.Advance(Seconds(3));

        _ran.ShouldBe(["once", "tick", "tick"]);
    }

    [Fact]
    public void Work_that_throws_does_not_run_again_and_stops_no_other()
    {
        Scheduler.ScheduleRepeatedly(Seconds(1), Seconds(1), () =>
        {
            Run("broken")();
            throw new InvalidOperationException("on purpose");
        });
        Scheduler.ScheduleRepeatedly(Seconds(1), Seconds(1), Run("whole"));

        _time.Advance(Seconds(2));

        _ran.ShouldBe(["broken", "whole", "whole"]);
    }

    [Fact]
    public void Work_may_schedule_work()
    {
        Scheduler.ScheduleOnce(Seconds(1), () => Scheduler.ScheduleOnce(Seconds(1), Run("later")));

        _time.Advance(Seconds(1));
        _ran.ShouldBeEmpty();

        _time.Advance(Seconds(1));
        _ran.ShouldBe(["later"]);
    }

    [Fact]
    public void A_disposed_scheduler_runs_nothing_and_takes_nothing()
    {
        Scheduler.ScheduleOnce(Seconds(1), Run("never"));
        Scheduler.ScheduleRepeatedly(Seconds(1), Seconds(1), Run("never"));

        _scheduler.Dispose();
        _time.Advance(Seconds(5));

        _ran.ShouldBeEmpty();
        Should.Throw<SchedulerException>(() => Scheduler.ScheduleOnce(Seconds(1), Run("never")));
    }

    [Fact]
    public void A_provider_that_nobody_registered_is_refused_in_words()
    {
        var config = ConfigurationFactory.ParseString("akka.scheduler.time-provider = nonsense");

        Should.Throw<ConfigurationException>(() => new TimeProviderScheduler(config, NoLogger.Instance))
            .Message.ShouldContain("\"nonsense\", which names no time provider");
    }

    [Fact]
    public void Each_provider_has_its_own_time()
    {
        var other = new FakeTimeProvider();
        using var scheduler = new TimeProviderScheduler(TimeProviderScheduler.On(other), NoLogger.Instance);
        ((IScheduler)scheduler).Advanced.ScheduleOnce(Seconds(1), Run("other"));
        Scheduler.ScheduleOnce(Seconds(1), Run("this"));

        _time.Advance(Seconds(1));
        _ran.ShouldBe(["this"]);

        other.Advance(Seconds(1));
        _ran.ShouldBe(["this", "other"]);
    }

    public void Dispose() => _scheduler.Dispose();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private Action Run(string what) => () => _ran.Add(what);
}
