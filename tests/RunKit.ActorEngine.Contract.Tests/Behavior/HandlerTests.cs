using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class HandlerTests : ContractTest
{
    private record Animal(string Name);

    private sealed record Dog(string Name) : Animal(Name);

    private sealed class FirstMatch : ReceiveActor
    {
        public FirstMatch()
        {
            Receive<string>(_ => Sender.Tell("first"));
            Receive<string>(_ => Sender.Tell("second"));
        }
    }

    private sealed class BaseFirst : ReceiveActor
    {
        public BaseFirst()
        {
            Receive<Animal>(_ => Sender.Tell("animal"));
            Receive<Dog>(_ => Sender.Tell("dog"));
        }
    }

    private sealed class DerivedFirst : ReceiveActor
    {
        public DerivedFirst()
        {
            Receive<Dog>(_ => Sender.Tell("dog"));
            Receive<Animal>(_ => Sender.Tell("animal"));
        }
    }

    private sealed class Guarded : ReceiveActor
    {
        public Guarded()
        {
            Receive<int>(n => n < 0, _ => Sender.Tell("negative"));
            Receive<int>(_ => Sender.Tell("zero"), n => n == 0);
            Receive<int>(_ => Sender.Tell("positive"));
        }
    }

    private sealed class FallingThrough : ReceiveActor
    {
        public FallingThrough()
        {
            Receive<int>(n =>
            {
                Sender.Tell("looked at");
                return n > 10;
            });
            ReceiveAny(message => Sender.Tell($"any {message}"));
        }
    }

    private sealed class AfterAny : ReceiveActor
    {
        public AfterAny()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class AfterObject : ReceiveActor
    {
        public AfterObject()
        {
            Receive<object>(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class AfterGuardedObject : ReceiveActor
    {
        public AfterGuardedObject()
        {
            Receive<object>(message => message is int, _ => Sender.Tell("object"));
            Receive<string>(_ => Sender.Tell("string"));
        }
    }

    private sealed class LateRegistration : ReceiveActor
    {
        public LateRegistration() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
                Sender.Tell("registered");
            }
            catch (InvalidOperationException)
            {
                Sender.Tell("refused");
            }
        });
    }

    private sealed class Untyped : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is string text)
            {
                Sender.Tell(text);
            }
        }
    }

    private sealed class OnlyStrings : ReceiveActor
    {
        public OnlyStrings() => Receive<string>(text => Sender.Tell(text));
    }

    private sealed class OwnUnhandled : ReceiveActor
    {
        public OwnUnhandled() => Receive<string>(_ => { });

        protected override void Unhandled(object message) => Sender.Tell($"unhandled {message}");
    }

    [Fact]
    public void Messages_of_one_sender_arrive_in_order()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Untyped()));
        for (var i = 0; i < 1_000; i++)
        {
            actor.Tell(i.ToString());
        }

        for (var i = 0; i < 1_000; i++)
        {
            ExpectMsg(i.ToString());
        }
    }

    [Fact]
    public void The_first_handler_that_matches_wins()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FirstMatch()));
        actor.Tell("x");
        actor.Tell("y");
        ExpectMsg("first");
        ExpectMsg("first");
    }

    [Fact]
    public void A_handler_of_a_base_type_hides_a_later_one_of_a_derived_type()
    {
        Sys.ActorOf(Props.Create(() => new BaseFirst())).Tell(new Dog("Rex"));
        ExpectMsg("animal");
    }

    [Fact]
    public void A_handler_of_a_derived_type_goes_first_when_it_is_registered_first()
    {
        var actor = Sys.ActorOf(Props.Create(() => new DerivedFirst()));
        actor.Tell(new Dog("Rex"));
        actor.Tell(new Animal("Tom"));
        ExpectMsg("dog");
        ExpectMsg("animal");
    }

    [Fact]
    public void A_handler_whose_predicate_refuses_is_passed_over()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Guarded()));
        actor.Tell(-1);
        actor.Tell(0);
        actor.Tell(1);
        ExpectMsg("negative");
        ExpectMsg("zero");
        ExpectMsg("positive");
    }

    [Fact]
    public void A_handler_that_returns_false_lets_the_next_one_try()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FallingThrough()));
        actor.Tell(11);
        actor.Tell(1);
        ExpectMsg("looked at");
        ExpectMsg("looked at");
        ExpectMsg("any 1");
    }

    [Fact]
    public void Registering_a_handler_after_ReceiveAny_stops_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(() => new AfterAny())));
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void Registering_a_handler_after_one_for_every_object_stops_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(() => new AfterObject())));
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void A_guarded_handler_for_objects_is_no_catch_all()
    {
        Sys.ActorOf(Props.Create(() => new AfterGuardedObject())).Tell("x");
        ExpectMsg("string");
    }

    [Fact]
    public void Handlers_are_registered_in_the_constructor_and_in_Become_only()
    {
        Sys.ActorOf(Props.Create(() => new LateRegistration())).Tell("x");
        ExpectMsg("refused");
    }

    [Fact]
    public void A_message_without_a_handler_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new OnlyStrings()));
        probe.Send(actor, 42);
        var unhandled = ExpectMsg<UnhandledMessage>();
        unhandled.Message.ShouldBe(42);
        unhandled.Sender.ShouldBe(probe.Ref);
        unhandled.Recipient.ShouldBe(actor);
    }

    [Fact]
    public void An_unhandled_message_does_no_harm()
    {
        var actor = Sys.ActorOf(Props.Create(() => new OnlyStrings()));
        actor.Tell(42);
        actor.Tell("still here");
        ExpectMsg("still here");
    }

    [Fact]
    public void An_actor_may_treat_unhandled_messages_itself()
    {
        Sys.ActorOf(Props.Create(() => new OwnUnhandled())).Tell(42);
        ExpectMsg("unhandled 42");
    }

    [Fact]
    public void An_untyped_actor_has_handled_whatever_it_received()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var untyped = Sys.ActorOf(Props.Create(() => new Untyped()));
        var typed = Sys.ActorOf(Props.Create(() => new OnlyStrings()));
        untyped.Tell(1);
        untyped.Tell("done");
        ExpectMsg("done");
        typed.Tell(2);
        ExpectMsg<UnhandledMessage>().Message.ShouldBe(2);
    }
}
