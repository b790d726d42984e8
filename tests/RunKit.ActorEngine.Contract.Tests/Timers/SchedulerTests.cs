using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>The real scheduler; nothing here depends on how late it is.</summary>
public sealed class SchedulerTests : ContractTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_message_can_be_scheduled_once()
    {
        var probe = CreateTestProbe();
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "once", probe.Ref);
        ExpectMsg("once");
        LastSender.ShouldBe(probe.Ref);
        ExpectNoMsg(100);
    }

    [Fact]
    public void A_message_can_be_scheduled_repeatedly_until_it_is_cancelled()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, Soon, TestActor, "again", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++)
        {
            ExpectMsg("again");
        }

        cancelable.IsCancellationRequested.ShouldBeFalse();
        cancelable.Cancel();
        cancelable.IsCancellationRequested.ShouldBeTrue();
        ReceiveWhile(message => message as string, max: TimeSpan.FromMilliseconds(200), idle: TimeSpan.FromMilliseconds(100));
        ExpectNoMsg(100);
    }

    [Fact]
    public void A_cancelled_message_is_not_sent()
    {
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(200), TestActor, "cancelled", ActorRefs.NoSender);
        cancelable.Cancel();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(300), TestActor, "kept", ActorRefs.NoSender);
        ExpectMsg("kept");
    }

    [Fact]
    public void What_is_due_earlier_comes_earlier()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(300), TestActor, "later", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "sooner", ActorRefs.NoSender);
        ExpectMsg("sooner");
        ExpectMsg("later");
    }

    [Fact]
    public void The_clock_goes_forward_only()
    {
        var before = Sys.Scheduler.MonotonicClock;
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "tick", ActorRefs.NoSender);
        ExpectMsg("tick");
        Sys.Scheduler.MonotonicClock.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task After_termination_nothing_can_be_scheduled()
    {
        await Sys.Terminate();
        Should.Throw<SchedulerException>(() => Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "too late", ActorRefs.NoSender));
    }
}
