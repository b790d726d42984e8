using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class VirtualTimeTests() : ContractTest(TestConfigs.TestSchedulerConfig)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void The_clock_moves_when_it_is_told_to()
    {
        var start = Clock.Now;
        Clock.Now.ShouldBe(start);
        Clock.Advance(Second);
        Clock.Now.ShouldBe(start + Second);
        Clock.AdvanceTo(start + (Second * 10));
        Clock.Now.ShouldBe(start + (Second * 10));
    }

    [Fact]
    public void A_message_is_sent_when_its_time_has_come()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "now", ActorRefs.NoSender);
        Clock.Advance(Second / 2);
        TestActor.Tell("not yet");
        ExpectMsg("not yet");
        Clock.Advance(Second / 2);
        ExpectMsg("now");
    }

    [Fact]
    public void One_advance_brings_what_is_due_in_its_order()
    {
        Sys.Scheduler.ScheduleTellOnce(Second * 2, TestActor, "second", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "first", ActorRefs.NoSender);
        Clock.Advance(Second * 3);
        ExpectMsg("first");
        ExpectMsg("second");
    }

    [Fact]
    public void One_advance_brings_a_repeated_message_once()
    {
        Sys.Scheduler.ScheduleTellRepeatedly(Second, Second, TestActor, "tick", ActorRefs.NoSender);
        Clock.Advance(Second * 10);
        TestActor.Tell("end");
        ExpectMsg("tick");
        ExpectMsg("end");
        Clock.Advance(Second);
        ExpectMsg("tick");
    }

    [Fact]
    public void A_cancelled_message_is_not_sent()
    {
        var once = Sys.Scheduler.ScheduleTellOnceCancelable(Second, TestActor, "once", ActorRefs.NoSender);
        var again = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Second, Second, TestActor, "again", ActorRefs.NoSender);
        once.Cancel();
        Clock.Advance(Second);
        again.Cancel();
        Clock.Advance(Second);
        TestActor.Tell("end");
        ExpectMsg("again");
        ExpectMsg("end");
    }
}
