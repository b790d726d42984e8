using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class TellTests : ContractTest
{
    private sealed class TellingSender : ReceiveActor
    {
        public TellingSender(IActorRef listener) => ReceiveAny(_ => listener.Tell(Sender));
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef target)
        {
            Receive<string>(text => text == "forward", text => target.Forward(text));
            Receive<string>(text => target.Tell(text));
        }
    }

    private IActorRef StartTellingSender()
    {
        var listener = TestActor;
        return Sys.ActorOf(Props.Create(() => new TellingSender(listener)));
    }

    [Fact]
    public void Without_a_sender_the_receiver_sees_dead_letters()
    {
        StartTellingSender().Tell("x", ActorRefs.NoSender);
        ExpectMsg<IActorRef>().ShouldBe(Sys.DeadLetters);
    }

    [Fact]
    public void Outside_of_actors_there_is_no_sender()
    {
        var actor = StartTellingSender();
        var thread = new Thread(() => actor.Tell("x"));
        thread.Start();
        thread.Join();
        ExpectMsg<IActorRef>().ShouldBe(Sys.DeadLetters);
    }

    [Fact]
    public void An_actor_is_the_sender_of_what_it_tells()
    {
        var target = StartTellingSender();
        var relay = Sys.ActorOf(Props.Create(() => new Relay(target)));
        relay.Tell("tell");
        ExpectMsg<IActorRef>().ShouldBe(relay);
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender()
    {
        var target = StartTellingSender();
        var relay = Sys.ActorOf(Props.Create(() => new Relay(target)));
        relay.Tell("forward");
        ExpectMsg<IActorRef>().ShouldBe(TestActor);
    }

    [Fact]
    public void Null_is_no_message()
    {
        var actor = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref));
        actor.Tell("started");
        ExpectMsg("started");
        Should.Throw<ArgumentNullException>(() => actor.Tell(null!));
        actor.Tell("unharmed");
        ExpectMsg("unharmed");
    }

    [Fact]
    public void Nobody_swallows_silently()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        ActorRefs.Nobody.Tell("into the void");
        Sys.DeadLetters.Tell("into dead letters");
        ExpectMsg<DeadLetter>().Message.ShouldBe("into dead letters");
    }

    [Fact]
    public void Nobody_can_be_told_from_somebody()
    {
        ActorRefs.Nobody.IsNobody().ShouldBeTrue();
        ActorRefs.NoSender.IsNobody().ShouldBeTrue();
        TestActor.IsNobody().ShouldBeFalse();
        ((IActorRef)ActorRefs.Nobody).GetOrElse(() => TestActor).ShouldBe(TestActor);
        TestActor.GetOrElse(() => ActorRefs.Nobody).ShouldBe(TestActor);
    }
}
