using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class BecomeTests : ContractTest
{
    private sealed class Switching : ReceiveActor
    {
        public Switching() => Common("initial");

        private void Common(string name)
        {
            Receive<string>(text => text == "who", _ => Sender.Tell(name));
            Receive<string>(text => text == "unbecome", _ => UnbecomeStacked());
            Receive<string>(text => text == "crash", _ => throw new Boom());
            Receive<string>(text => text.StartsWith('+'), text => BecomeStacked(() => Common(text[1..])));
            Receive<string>(text => Become(() => Common(text)));
        }
    }

    private sealed class OnlyInSecond : ReceiveActor
    {
        public OnlyInSecond()
        {
            Receive<int>(_ => Sender.Tell("number"));
            Receive<string>(_ => Become(() => Receive<string>(_ => Sender.Tell("text"))));
        }

        protected override void Unhandled(object message) => Sender.Tell("unhandled");
    }

    private sealed class Delegated : ActorBase
    {
        protected override bool Receive(object message) => Answer("own", message);

        private bool First(object message) => Answer("first", message);

        private bool Second(object message) => Answer("second", message);

        private bool Answer(string from, object message)
        {
            switch (message)
            {
                case "become first":
                    Become(First);
                    break;
                case "become second":
                    Context.Become(Second);
                    break;
                case "stack second":
                    BecomeStacked(Second);
                    break;
                case "unbecome":
                    UnbecomeStacked();
                    break;
                default:
                    Sender.Tell(from);
                    break;
            }

            return true;
        }
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Switching()));

    private void TellAll(IActorRef actor, params string[] messages) => messages.ToList().ForEach(message => actor.Tell(message, TestActor));

    [Fact]
    public void Become_replaces_the_behaviour_from_the_next_message_on()
    {
        TellAll(Start(), "who", "A", "who", "B", "who");
        ExpectMsg("initial");
        ExpectMsg("A");
        ExpectMsg("B");
    }

    [Fact]
    public void The_former_handlers_are_gone()
    {
        var actor = Sys.ActorOf(Props.Create(() => new OnlyInSecond()));
        actor.Tell(1);
        ExpectMsg("number");
        actor.Tell("become");
        actor.Tell("x");
        ExpectMsg("text");
        actor.Tell(1);
        ExpectMsg("unhandled");
    }

    [Fact]
    public void A_stacked_behaviour_uncovers_the_former_one()
    {
        TellAll(Start(), "+A", "+B", "who", "unbecome", "who", "unbecome", "who");
        ExpectMsg("B");
        ExpectMsg("A");
        ExpectMsg("initial");
    }

    [Fact]
    public void After_two_replacements_unbecome_returns_to_the_constructors_behaviour()
    {
        TellAll(Start(), "A", "B", "unbecome", "who");
        ExpectMsg("initial");
    }

    [Fact]
    public void A_replacement_on_top_of_a_stack_replaces_the_top_only()
    {
        TellAll(Start(), "+A", "B", "who", "unbecome", "who");
        ExpectMsg("B");
        ExpectMsg("initial");
    }

    [Fact]
    public void Unbecome_at_the_bottom_changes_nothing()
    {
        TellAll(Start(), "unbecome", "unbecome", "who", "A", "who");
        ExpectMsg("initial");
        ExpectMsg("A");
    }

    [Fact]
    public void A_restart_returns_to_the_constructors_behaviour()
    {
        TellAll(Start(), "+A", "+B", "crash", "who", "unbecome", "who");
        ExpectMsg("initial");
        ExpectMsg("initial");
    }

    [Fact]
    public void Any_receive_function_can_be_a_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Delegated()));
        TellAll(actor, "?", "become first", "?", "stack second", "?", "unbecome", "?", "unbecome", "?");
        ReceiveN(5).ShouldBe(["own", "first", "second", "first", "own"]);
    }

    [Fact]
    public void Receive_functions_replace_each_other_too()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Delegated()));
        TellAll(actor, "become first", "become second", "?", "unbecome", "?", "unbecome", "?");
        ReceiveN(3).ShouldBe(["second", "own", "own"]);
    }
}
