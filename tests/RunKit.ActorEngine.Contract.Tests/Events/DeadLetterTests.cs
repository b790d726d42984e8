using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class DeadLetterTests : ContractTest
{
    private sealed record Unimportant : IDeadLetterSuppression;

    private sealed record Lost(int Number);

    private IActorRef Dead()
    {
        var actor = Watch(Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref)));
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return actor;
    }

    [Fact]
    public void A_message_to_the_dead_becomes_a_dead_letter()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        dead.Tell("hello");
        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("hello");
        letter.Sender.ShouldBe(TestActor);
        letter.Recipient.ShouldBe(dead);
    }

    [Fact]
    public void A_message_can_be_sent_to_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.DeadLetters.Tell("hello");
        ExpectMsg<DeadLetter>().Message.ShouldBe("hello");
    }

    [Fact]
    public void A_message_that_nobody_would_miss_is_a_suppressed_dead_letter()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        dead.Tell(new Unimportant());
        dead.Tell("important");
        ExpectMsg<AllDeadLetters>().ShouldBeOfType<SuppressedDeadLetter>().Message.ShouldBe(new Unimportant());
        ExpectMsg<AllDeadLetters>().ShouldBeOfType<DeadLetter>().Message.ShouldBe("important");
    }

    [Fact]
    public void A_PoisonPill_for_the_dead_is_suppressed()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        dead.Tell(PoisonPill.Instance);
        ExpectMsg<SuppressedDeadLetter>().Message.ShouldBe(PoisonPill.Instance);
    }

    [Fact]
    public void Suppressed_dead_letters_are_hidden_from_who_subscribed_to_dead_letters()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        dead.Tell(new Unimportant());
        dead.Tell("important");
        ExpectMsg<DeadLetter>().Message.ShouldBe("important");
    }

    [Fact]
    public void The_first_ten_dead_letters_are_logged()
    {
        var dead = Dead();
        var log = CreateTestProbe();
        log.IgnoreMessages<Info>(info => !info.Message.ToString()!.Contains(nameof(Lost)));
        Sys.EventStream.Subscribe(log.Ref, typeof(Info));
        for (var i = 0; i < 15; i++)
        {
            dead.Tell(new Lost(i));
        }

        log.ReceiveN(10);
        log.ExpectNoMsg(200);
    }
}
