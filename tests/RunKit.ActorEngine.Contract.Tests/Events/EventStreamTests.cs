using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class EventStreamTests : ContractTest
{
    private interface INews;

    private record Happened(int Number);

    private sealed record HappenedLoudly(int Number) : Happened(Number), INews;

    private sealed record Whispered : INews;

    private sealed record End;

    private sealed class Publisher : ReceiveActor
    {
        public Publisher() => ReceiveAny(message => Context.System.EventStream.Publish(message));
    }

    /// <summary>Shows that nothing else was delivered before.</summary>
    private void NothingElse()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(End));
        Sys.EventStream.Publish(new End());
        ExpectMsg<End>();
    }

    [Fact]
    public void A_subscriber_gets_the_events_of_its_class_and_of_derived_ones()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened)).ShouldBeTrue();
        Sys.EventStream.Publish(new Happened(1));
        Sys.EventStream.Publish(new Whispered());
        Sys.EventStream.Publish(new HappenedLoudly(2));
        ExpectMsg(new Happened(1));
        ExpectMsg(new HappenedLoudly(2));
        NothingElse();
    }

    [Fact]
    public void A_subscriber_of_a_derived_class_does_not_get_the_base()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(HappenedLoudly));
        Sys.EventStream.Publish(new Happened(1));
        NothingElse();
    }

    [Fact]
    public void A_subscriber_of_an_interface_gets_what_implements_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(INews));
        Sys.EventStream.Publish(new Whispered());
        Sys.EventStream.Publish(new HappenedLoudly(1));
        ExpectMsg(new Whispered());
        ExpectMsg(new HappenedLoudly(1));
    }

    [Fact]
    public void Who_subscribed_to_two_matching_channels_gets_an_event_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(INews));
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Publish(new HappenedLoudly(1));
        ExpectMsg(new HappenedLoudly(1));
        NothingElse();
    }

    [Fact]
    public void Every_subscriber_gets_the_event()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Subscribe(probe.Ref, typeof(Happened));
        Sys.EventStream.Publish(new Happened(1));
        ExpectMsg(new Happened(1));
        probe.ExpectMsg(new Happened(1));
    }

    [Fact]
    public void Subscribing_twice_is_refused_and_changes_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened)).ShouldBeTrue();
        Sys.EventStream.Subscribe(TestActor, typeof(Happened)).ShouldBeFalse();
        Sys.EventStream.Publish(new Happened(1));
        ExpectMsg(new Happened(1));
        NothingElse();
    }

    [Fact]
    public void Who_unsubscribed_gets_nothing_more()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Happened)).ShouldBeTrue();
        Sys.EventStream.Publish(new Happened(1));
        NothingElse();
    }

    [Fact]
    public void All_subscriptions_of_an_actor_can_be_ended_at_once()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Subscribe(TestActor, typeof(Whispered));
        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish(new Happened(1));
        Sys.EventStream.Publish(new Whispered());
        NothingElse();
    }

    [Fact]
    public void An_event_comes_from_the_actor_that_published_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        var publisher = Sys.ActorOf(Props.Create(() => new Publisher()));
        publisher.Tell(new Happened(1));
        ExpectMsg(new Happened(1));
        LastSender.ShouldBe(publisher);
    }

    [Fact]
    public void A_stopped_subscriber_is_removed()
    {
        var subscriber = Watch(Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref)));
        Sys.EventStream.Subscribe(subscriber, typeof(Happened));
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        AwaitAssert(() =>
        {
            Sys.EventStream.Publish(new Happened(1));
            ExpectNoMsg(50);
        });
    }

    [Fact]
    public void Events_of_one_publisher_arrive_in_order()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        for (var i = 0; i < 500; i++)
        {
            Sys.EventStream.Publish(new Happened(i));
        }

        for (var i = 0; i < 500; i++)
        {
            ExpectMsg(new Happened(i));
        }
    }
}
