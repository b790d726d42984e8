using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class StopTests : ContractTest
{
    private sealed class Blocking : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Blocking(IActorRef listener, ManualResetEventSlim gate)
        {
            _listener = listener;
            Receive<string>(text => text == "block", _ =>
            {
                listener.Tell("blocked");
                gate.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
                listener.Tell("finished");
            });
            Receive<string>(text => listener.Tell(text));
        }

        protected override void PostStop() => _listener.Tell("post-stop");
    }

    private sealed class SpawningWhileStopping(IActorRef listener) : ReceiveActor
    {
        protected override void PostStop()
        {
            try
            {
                Context.ActorOf(Recorded.Props(listener));
                listener.Tell("spawned");
            }
            catch (InvalidOperationException)
            {
                listener.Tell("refused");
            }
        }
    }

    private sealed class ParentStopping : ReceiveActor
    {
        public ParentStopping(IActorRef listener)
        {
            var kid = Context.ActorOf(Recorded.Props(listener, "kid "));
            Receive<string>(_ => Context.Stop(kid));
        }
    }

    private readonly ManualResetEventSlim _gate = new();

    protected override void AfterAll()
    {
        base.AfterAll();
        _gate.Dispose();
    }

    private IActorRef Blocked()
    {
        var listener = TestActor;
        var gate = _gate;
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Blocking(listener, gate))));
        actor.Tell("block");
        ExpectMsg("blocked");
        return actor;
    }

    [Fact]
    public void A_stop_lets_the_current_message_finish_and_drops_the_waiting_ones()
    {
        var actor = Blocked();
        actor.Tell("waiting");
        Sys.Stop(actor);
        _gate.Set();
        ExpectMsg("finished");
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void What_waited_behind_a_stop_becomes_dead_letters()
    {
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var actor = Blocked();
        actor.Tell("waiting");
        Sys.Stop(actor);
        _gate.Set();
        var letter = letters.ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("waiting");
        letter.Sender.ShouldBe(TestActor);
        letter.Recipient.ShouldBe(actor);
    }

    [Fact]
    public void A_PoisonPill_takes_its_turn()
    {
        var actor = Blocked();
        actor.Tell("before");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("after");
        _gate.Set();
        ExpectMsg("finished");
        ExpectMsg("before");
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_Kill_fails_the_actor_and_the_default_is_to_stop_it()
    {
        var actor = Watch(Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref)));
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => actor.Tell(Kill.Instance));
        ExpectTerminated(actor);
    }

    [Fact]
    public void Children_have_stopped_before_their_parent_does()
    {
        var parent = Sys.ActorOf(Recorded.Props(TestActor, "parent "));
        parent.Tell(new Recorded.Spawn("kid"));
        FishForMessage<string>(text => text == "kid pre-start");
        Sys.Stop(parent);
        FishForMessage<string>(text => text.EndsWith("post-stop")).ShouldBe("kid post-stop");
        ExpectMsg("parent post-stop");
    }

    [Fact]
    public void Grandchildren_have_stopped_before_their_grandparent_does()
    {
        var silent = CreateTestProbe().Ref;
        var top = Watch(Sys.ActorOf(Recorded.Props(silent)));
        top.Tell(new Recorded.Spawn("middle"));
        var middle = Watch(ExpectMsg<IActorRef>());
        middle.Tell(new Recorded.Spawn("leaf"));
        var leaf = Watch(ExpectMsg<IActorRef>());
        Sys.Stop(top);
        new[] { ExpectMsg<Terminated>(), ExpectMsg<Terminated>(), ExpectMsg<Terminated>() }
            .Select(terminated => terminated.ActorRef).ShouldBe([leaf, middle, top], ignoreOrder: true);
    }

    [Fact]
    public void An_actor_can_stop_itself()
    {
        var actor = Watch(Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref)));
        actor.Tell("stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_parent_can_stop_a_child()
    {
        var listener = TestActor;
        var parent = Sys.ActorOf(Props.Create(() => new ParentStopping(listener)));
        ExpectMsg("kid ctor");
        ExpectMsg("kid pre-start");
        parent.Tell("stop it");
        ExpectMsg("kid post-stop");
    }

    [Fact]
    public void Stopping_twice_is_stopping_once()
    {
        var actor = Watch(Sys.ActorOf(Recorded.Props(TestActor)));
        Sys.Stop(actor);
        Sys.Stop(actor);
        FishForMessage<string>(text => text == "post-stop");
        ExpectTerminated(actor);
        Sys.Stop(actor);
        ExpectNoMsg(100);
    }

    [Fact]
    public void A_stopping_actor_cannot_spawn()
    {
        var listener = TestActor;
        Sys.Stop(Sys.ActorOf(Props.Create(() => new SpawningWhileStopping(listener))));
        ExpectMsg("refused");
    }

    [Fact]
    public async Task A_terminated_system_cannot_spawn()
    {
        await Sys.Terminate();
        Should.Throw<InvalidOperationException>(() => Sys.ActorOf(Recorded.Props(TestActor)));
    }
}
