using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class StashTests : ContractTest
{
    /// <summary>Puts strings aside until it is opened, and answers them then.</summary>
    private sealed class Door : ReceiveActor, IWithUnboundedStash
    {
        public Door()
        {
            Sees = Present(Stash) ? "a stash in the constructor" : "no stash in the constructor";
            Receive<string>(text => text == "open", _ =>
            {
                Stash.UnstashAll();
                Become(Open);
            });
            Receive<string>(text => text == "one", _ =>
            {
                Stash.Unstash();
                Become(Open);
            });
            Receive<Func<Envelope, bool>>(filter =>
            {
                Stash.UnstashAll(filter);
                Become(Open);
            });
            Receive<Exception>(exception => throw exception);
            Receive<IActorRef>(asker => asker.Tell(Sees));
            Receive<string>(_ => Stash.Stash());
        }

        private string Sees { get; set; }

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Sees += Present(Stash) ? ", one in PreStart" : ", none in PreStart";

        private static bool Present(object? stash) => stash is not null;

        private void Open()
        {
            Receive<string>(text => text == "close", _ => UnbecomeStacked());
            Receive<string>(text => Sender.Tell(text));
        }
    }

    private sealed class Doubly : ReceiveActor, IWithUnboundedStash
    {
        public Doubly() => Receive<string>(_ =>
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
                Sender.Tell("twice");
            }
            catch (IllegalActorStateException)
            {
                Sender.Tell("once only");
            }
        });

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Looking : ReceiveActor, IWithUnboundedStash
    {
        public Looking()
        {
            Receive<int>(_ => Stash.Stash());
            Receive<string>(text => text == "look", _ => Sender.Tell((Stash.Count, Stash.IsEmpty, Stash.NonEmpty, Stash.IsFull, Stash.Capacity)));
            Receive<string>(_ => Sender.Tell(Stash.ClearStash().Select(envelope => ((int)envelope.Message, envelope.Sender)).ToArray()));
        }

        public IStash Stash { get; set; } = null!;
    }

    private IActorRef StartDoor() => Sys.ActorOf(Props.Create(() => new Door()));

    private void TellAll(IActorRef actor, params string[] messages) => messages.ToList().ForEach(message => actor.Tell(message, TestActor));

    [Fact]
    public void Stashed_messages_come_back_in_their_order_and_before_what_waits()
    {
        TellAll(StartDoor(), "1", "2", "open", "3");
        ExpectMsg("1");
        ExpectMsg("2");
        ExpectMsg("3");
    }

    [Fact]
    public void Stashed_messages_keep_their_senders()
    {
        var first = CreateTestProbe();
        var second = CreateTestProbe();
        var door = StartDoor();
        first.Send(door, "first");
        second.Send(door, "second");
        door.Tell("open");
        first.ExpectMsg("first");
        second.ExpectMsg("second");
    }

    [Fact]
    public void Unstash_brings_the_oldest_back()
    {
        TellAll(StartDoor(), "1", "2", "one", "close", "open");
        ExpectMsg("1");
        ExpectMsg("2");
    }

    [Fact]
    public void UnstashAll_may_choose()
    {
        var door = StartDoor();
        TellAll(door, "1", "2", "3");
        door.Tell((Func<Envelope, bool>)(envelope => envelope.Message is not "2"));
        door.Tell("end");
        ExpectMsg("1");
        ExpectMsg("3");
        ExpectMsg("end");
    }

    [Fact]
    public void An_empty_stash_can_be_unstashed()
    {
        TellAll(StartDoor(), "open", "1");
        ExpectMsg("1");
    }

    [Fact]
    public void Stashing_and_unstashing_can_alternate()
    {
        var door = StartDoor();
        TellAll(door, "1", "2", "one", "close", "3", "open", "4");
        ReceiveN(4).ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public void A_message_is_stashed_once_only()
    {
        Sys.ActorOf(Props.Create(() => new Doubly())).Tell("x");
        ExpectMsg("once only");
    }

    [Fact]
    public void There_is_no_stash_in_the_constructor_but_there_is_in_PreStart()
    {
        StartDoor().Tell(TestActor);
        ExpectMsg("no stash in the constructor, one in PreStart");
    }

    [Fact]
    public void A_restart_puts_the_stash_back_into_the_mailbox()
    {
        var door = StartDoor();
        TellAll(door, "1", "2");
        door.Tell(new Boom());
        TellAll(door, "3", "open");
        ExpectMsg("1");
        ExpectMsg("2");
        ExpectMsg("3");
    }

    [Fact]
    public void A_stop_makes_dead_letters_of_the_stash()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var door = StartDoor();
        TellAll(door, "1", "2");
        door.Tell(PoisonPill.Instance);
        ExpectMsg<DeadLetter>().Message.ShouldBe("1");
        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("2");
        letter.Sender.ShouldBe(TestActor);
    }

    [Fact]
    public void A_stash_can_be_looked_at()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Looking()));
        actor.Tell("look");
        ExpectMsg((0, true, false, false, -1));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("look");
        ExpectMsg((2, false, true, false, -1));
    }

    [Fact]
    public void A_stash_can_be_taken_out()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Looking()));
        actor.Tell(1);
        probe.Send(actor, 2);
        probe.Send(actor, "clear");
        probe.ExpectMsg<(int, IActorRef)[]>().ShouldBe([(1, TestActor), (2, probe.Ref)], ignoreOrder: true);
        actor.Tell("look");
        ExpectMsg((0, true, false, false, -1));
    }
}
