using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class StartTests : ContractTest
{
    private sealed class SlowToConstruct : ReceiveActor
    {
        public SlowToConstruct(ManualResetEventSlim gate)
        {
            gate.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent()
        {
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
            Receive<string>(text => text == "children", _ => Sender.Tell(Context.GetChildren().Select(child => child.Path.Name).Order().ToArray()));
            Receive<string>(name => Sender.Tell(Context.Child(name)));
            Receive<int>(_ => Sender.Tell((Context.Self, Context.Parent, Context.System.Name, Context.Props.Type)));
        }
    }

    private sealed class FailingToConstruct : ReceiveActor
    {
        public FailingToConstruct() => throw new Boom("no way");
    }

    private sealed class FailingToStart : ReceiveActor
    {
        protected override void PreStart() => throw new Boom("not today");
    }

    private sealed class Disposing : ReceiveActor, IDisposable
    {
        private readonly IActorRef _listener;

        public Disposing(IActorRef listener)
        {
            _listener = listener;
            Receive<Exception>(exception => throw exception);
        }

        protected override void PostStop() => _listener.Tell("post-stop", ActorRefs.NoSender);

        public void Dispose() => _listener.Tell("disposed", ActorRefs.NoSender);
    }

    private sealed class FailingToStop : ReceiveActor
    {
        protected override void PostStop() => throw new Boom("I stay");
    }

    private static ActorBase MakeOutside() => System.Linq.Expressions.Expression
        .Lambda<Func<ActorBase>>(System.Linq.Expressions.Expression.New(typeof(Parent))).Compile()();

    [Fact]
    public void A_start_is_constructor_then_PreStart_then_messages()
    {
        var actor = Sys.ActorOf(Recorded.Props(TestActor));
        actor.Tell("message");
        ExpectMsg("ctor");
        ExpectMsg("pre-start");
        ExpectMsg("message");
    }

    [Fact]
    public void ActorOf_does_not_wait_for_the_constructor()
    {
        using var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new SlowToConstruct(gate)));
        actor.Tell("sent before it was constructed");
        gate.Set();
        ExpectMsg("sent before it was constructed");
    }

    [Fact]
    public void Unnamed_children_are_called_a_b_c_behind_a_dollar()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()));
        foreach (var name in new[] { "$a", "$b", "$c" })
        {
            parent.Tell(Props.Create(() => new Parent()));
            ExpectMsg<IActorRef>().Path.Name.ShouldBe(name);
        }
    }

    [Fact]
    public void A_parent_knows_its_children_by_name()
    {
        var parent = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref));
        parent.Tell(new Recorded.Spawn("kid"));
        var kid = ExpectMsg<IActorRef>();
        kid.Path.Parent.ShouldBe(parent.Path);

        var other = Sys.ActorOf(Props.Create(() => new Parent()));
        other.Tell(Props.Create(() => new Parent()));
        var child = ExpectMsg<IActorRef>();
        other.Tell(child.Path.Name);
        ExpectMsg<IActorRef>().ShouldBe(child);
        other.Tell("children");
        ExpectMsg<string[]>().ShouldBe(["$a"]);
    }

    [Fact]
    public void An_unknown_child_is_nobody()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()));
        parent.Tell("unknown");
        ExpectMsg<IActorRef>().ShouldBeSameAs(ActorRefs.Nobody);
    }

    [Fact]
    public void The_context_tells_who_and_where_an_actor_is()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Parent()), "top");
        actor.Tell(1);
        var (self, parent, system, type) = ExpectMsg<(IActorRef, IActorRef, string, Type)>();
        self.ShouldBe(actor);
        parent.Path.Name.ShouldBe("user");
        system.ShouldBe(Sys.Name);
        type.ShouldBe(typeof(Parent));
    }

    [Fact]
    public void An_actor_is_made_by_ActorOf_and_by_nothing_else()
    {
        // The test is an actor's thread, so to speak: ask where no actor runs.
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(MakeOutside));
        thread.Start();
        thread.Join();
        thrown.ShouldBeOfType<ActorInitializationException>();
    }

    [Fact]
    public void An_actor_whose_constructor_throws_is_stopped()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(() => new FailingToConstruct())));
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void An_actor_whose_PreStart_throws_is_stopped()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(() => new FailingToStart())));
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void What_was_sent_to_an_actor_that_never_started_becomes_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new FailingToConstruct()));
        actor.Tell("hello");
        ExpectMsg<DeadLetter>().Message.ShouldBe("hello");
    }

    [Fact]
    public void A_disposable_actor_is_disposed_when_it_stops()
    {
        var listener = TestActor;
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Disposing(listener))));
        Sys.Stop(actor);
        ReceiveN(3).OfType<string>().ShouldBe(["post-stop", "disposed"]);
    }

    [Fact]
    public void A_disposable_actor_is_disposed_when_it_restarts()
    {
        var listener = TestActor;
        var actor = Sys.ActorOf(Props.Create(() => new Disposing(listener)));
        actor.Tell(new Boom());
        ExpectMsg("post-stop");
        ExpectMsg("disposed");
    }

    [Fact]
    public void A_PostStop_that_throws_does_not_keep_the_actor_alive()
    {
        EventFilter.Exception<Boom>().ExpectOne(() =>
        {
            var actor = Watch(Sys.ActorOf(Props.Create(() => new FailingToStop())));
            Sys.Stop(actor);
            ExpectTerminated(actor);
        });
    }
}
