using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>The ways to call off what was scheduled.</summary>
public sealed class CancelableTests : ContractTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private ICancelable Scheduled() => Sys.Scheduler.ScheduleTellOnceCancelable(Never, TestActor, "never", ActorRefs.NoSender);

    [Fact]
    public void The_token_is_cancelled_with_the_cancelable()
    {
        var cancelable = Scheduled();
        var token = cancelable.Token;
        token.IsCancellationRequested.ShouldBeFalse();
        cancelable.Cancel();
        token.IsCancellationRequested.ShouldBeTrue();
        cancelable.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_says_how_to_treat_what_its_callbacks_throw(bool throwOnFirst)
    {
        var cancelable = Scheduled();
        cancelable.Token.Register(() => throw new InvalidOperationException("on purpose"));
        Should.Throw<Exception>(() => cancelable.Cancel(throwOnFirst));
        cancelable.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void It_can_be_cancelled_after_a_while()
    {
        var (one, other) = (Scheduled(), Scheduled());
        one.CancelAfter(Soon);
        other.CancelAfter(20);
        AwaitCondition(() => one.IsCancellationRequested && other.IsCancellationRequested);
    }

    [Fact]
    public void One_cancelable_calls_off_many()
    {
        var cancelable = Scheduled();
        Sys.Scheduler.ScheduleTellRepeatedly(Never, Never, TestActor, "never", ActorRefs.NoSender, cancelable);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "now", ActorRefs.NoSender, cancelable);
        ExpectMsg("now");
        cancelable.Cancel();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "too late", ActorRefs.NoSender, cancelable);
        ExpectNoMsg(100);
    }

    [Fact]
    public void The_fine_clock_goes_forward()
    {
        var before = Sys.Scheduler.HighResMonotonicClock;
        AwaitCondition(() => Sys.Scheduler.HighResMonotonicClock > before);
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(Action<ITimerScheduler> start, IActorRef told)
        {
            Receive<string>(tick => told.Tell(tick, Sender));
            start(Timers);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    public static TheoryData<Action<ITimerScheduler, IActorRef>> WithSender => new()
    {
        (timers, sender) => timers.StartSingleTimer("key", "tick", Soon, sender),
        (timers, sender) => timers.StartPeriodicTimer("key", "tick", Soon, sender),
        (timers, sender) => timers.StartPeriodicTimer("key", "tick", Soon, Soon, sender),
    };

    [Theory]
    [MemberData(nameof(WithSender), DisableDiscoveryEnumeration = true)]
    public void A_timer_can_name_a_sender(Action<ITimerScheduler, IActorRef> start)
    {
        var (sender, told) = (CreateTestProbe().Ref, TestActor);
        Action<ITimerScheduler> begin = timers => start(timers, sender);
        Sys.ActorOf(Props.Create(() => new Timed(begin, told)));
        ExpectMsg("tick");
        LastSender.ShouldBe(sender);
    }
}
