using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class PropsTests : ContractTest
{
    private sealed class Holding : ReceiveActor
    {
        public Holding(int number, string text)
        {
            Receive<Exception>(exception => throw exception);
            ReceiveAny(_ => Sender.Tell((number, text)));
        }
    }

    private sealed class Plain : ReceiveActor
    {
        public Plain() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Counting : IIndirectActorProducer
    {
        private int _produced;

        public Type ActorType => typeof(Holding);

        public ActorBase Produce() => (ActorBase)Activator.CreateInstance(typeof(Holding), ++_produced, "produced")!;

        public void Release(ActorBase actor)
        {
        }
    }

    private int _calls;

    private int Next() => ++_calls;

    private static Plain MakePlain() => (Plain)Activator.CreateInstance(typeof(Plain))!;

    [Fact]
    public void An_expression_gives_the_constructor_its_arguments()
    {
        Sys.ActorOf(Props.Create(() => new Holding(1, "one"))).Tell("?");
        ExpectMsg((1, "one"));
    }

    [Fact]
    public void The_arguments_are_evaluated_once_and_shared_by_all_incarnations()
    {
        var props = Props.Create(() => new Holding(Next(), "n"));
        _calls.ShouldBe(1);
        var first = Sys.ActorOf(props);
        var second = Sys.ActorOf(props);
        first.Tell(new Boom());
        first.Tell("?");
        second.Tell("?");
        ExpectMsgAllOf(new[] { (1, "n"), (1, "n") });
        _calls.ShouldBe(1);
    }

    [Fact]
    public void An_expression_must_be_a_constructor_call() =>
        Should.Throw<InvalidCastException>(() => Props.Create(() => MakePlain()));

    [Fact]
    public void Arguments_can_be_given_as_a_list()
    {
        Sys.ActorOf(Props.Create<Holding>(2, "two")).Tell("?");
        ExpectMsg((2, "two"));
    }

    [Fact]
    public void A_type_and_its_arguments_will_do()
    {
        Sys.ActorOf(Props.Create(typeof(Holding), 3, "three")).Tell("?");
        ExpectMsg((3, "three"));
    }

    [Fact]
    public void A_type_without_arguments_will_do()
    {
        Sys.ActorOf(Props.Create<Plain>()).Tell("?");
        ExpectMsg("?");
    }

    [Fact]
    public void Arguments_that_fit_no_constructor_stop_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().Mute(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(typeof(Holding), "wrong")));
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void A_producer_makes_every_incarnation()
    {
        var actor = Sys.ActorOf(Props.CreateBy(new Counting()));
        actor.Tell("?");
        actor.Tell(new Boom());
        actor.Tell("?");
        ExpectMsg((1, "produced"));
        ExpectMsg((2, "produced"));
    }

    [Fact]
    public void Props_know_the_type_they_make()
    {
        Props.Create(() => new Plain()).Type.ShouldBe(typeof(Plain));
        Props.Create(typeof(Holding), 1, "x").Type.ShouldBe(typeof(Holding));
    }

    [Fact]
    public void Changed_Props_are_other_Props()
    {
        var props = Props.Create(() => new Plain());
        props.WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy).ShouldNotBeSameAs(props);
    }
}
