using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class RestartTests : ContractTest
{
    private sealed class FailingPreRestart : ReceiveActor
    {
        public FailingPreRestart()
        {
            Receive<Exception>(exception => throw exception);
            Receive<string>(text => Sender.Tell(text));
        }

        protected override void PreRestart(Exception reason, object message) => throw new InvalidOperationException("pre-restart failed");
    }

    private sealed class FailingPostRestart : ReceiveActor
    {
        public FailingPostRestart() => Receive<Exception>(exception => throw exception);

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("post-restart failed");
    }

    private sealed class ConstructibleOnce : ReceiveActor
    {
        public ConstructibleOnce(int[] constructed)
        {
            if (++constructed[0] > 1)
            {
                throw new InvalidOperationException("once is enough");
            }

            Receive<Exception>(exception => throw exception);
        }
    }

    private sealed class KeepingChildren : ReceiveActor
    {
        public KeepingChildren()
        {
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props, "kid")));
            Receive<string>(name => Sender.Tell(Context.Child(name)));
            Receive<Exception>(exception => throw exception);
        }

        protected override void PreRestart(Exception reason, object message) => PostStop();
    }

    private sealed class SlowChild(IActorRef listener, ManualResetEventSlim gate) : ReceiveActor
    {
        protected override void PostStop()
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            listener.Tell("child post-stop");
        }
    }

    private sealed class ParentOfSlowChild : ReceiveActor
    {
        public ParentOfSlowChild(IActorRef listener, ManualResetEventSlim gate)
        {
            listener.Tell("ctor");
            Receive<string>(text => Sender.Tell(text));
            Receive<Exception>(exception => throw exception);
            Receive<int>(_ =>
            {
                Context.ActorOf(Props.Create(() => new SlowChild(listener, gate)));
                Sender.Tell("spawned");
            });
        }
    }

    private IActorRef Started()
    {
        var actor = Sys.ActorOf(Recorded.Props(TestActor));
        ExpectMsg("ctor");
        ExpectMsg("pre-start");
        return actor;
    }

    [Fact]
    public void A_restart_is_PreRestart_PostStop_constructor_PostRestart_PreStart()
    {
        var actor = Started();
        actor.Tell(new Boom("why"));
        ExpectMsg<string>(text => text.StartsWith("pre-restart:") && text.Contains("why"));
        ExpectMsg("post-stop");
        ExpectMsg("ctor");
        ExpectMsg("post-restart:why");
        ExpectMsg("pre-start");
    }

    [Fact]
    public void The_failing_message_is_dropped_the_rest_is_kept_in_order()
    {
        var actor = Started();
        actor.Tell("1");
        actor.Tell(new Boom());
        actor.Tell("2");
        actor.Tell("3");
        ExpectMsg("1");
        FishForMessage<string>(text => text == "pre-start");
        ExpectMsg("2");
        ExpectMsg("3");
    }

    [Fact]
    public void State_is_lost_in_a_restart_the_reference_is_not()
    {
        var actor = Started();
        actor.Tell("count");
        actor.Tell("count");
        ExpectMsg(1);
        ExpectMsg(2);
        actor.Tell(new Boom());
        actor.Tell("count");
        FishForMessage<int>(_ => true).ShouldBe(1);
        LastSender.ShouldBe(actor);
    }

    [Fact]
    public void Nobody_is_told_of_a_restart()
    {
        var actor = Watch(Started());
        actor.Tell(new Boom());
        actor.Tell("alive");
        ReceiveN(6).OfType<string>().Last().ShouldBe("alive");
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void A_restart_waits_until_the_children_have_stopped()
    {
        using var gate = new ManualResetEventSlim();
        var listener = TestActor;
        var actor = Sys.ActorOf(Props.Create(() => new ParentOfSlowChild(listener, gate)));
        actor.Tell(1);
        ExpectMsg("ctor");
        ExpectMsg("spawned");
        actor.Tell(new Boom());
        actor.Tell("after");
        ExpectNoMsg(100);
        gate.Set();
        ExpectMsg("child post-stop");
        ExpectMsg("ctor");
        ExpectMsg("after");
    }

    [Fact]
    public void Children_that_PreRestart_does_not_stop_keep_their_references_and_are_restarted_themselves()
    {
        var actor = Sys.ActorOf(Props.Create(() => new KeepingChildren()));
        var life = CreateTestProbe();
        actor.Tell(Recorded.Props(life.Ref));
        var kid = ExpectMsg<IActorRef>();
        kid.Tell("count");
        ExpectMsg(1);
        actor.Tell(new Boom());
        actor.Tell("kid");
        ExpectMsg<IActorRef>().ShouldBe(kid);
        life.FishForMessage<string>(text => text.StartsWith("post-restart:"));
        kid.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void A_PreRestart_that_throws_is_logged_and_the_restart_goes_on()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailingPreRestart()));
        EventFilter.Exception<PreRestartException>().ExpectOne(() =>
        {
            actor.Tell(new Boom());
            actor.Tell("restarted");
            ExpectMsg("restarted");
        });
    }

    [Fact]
    public void A_PostRestart_that_throws_stops_the_actor()
    {
        var actor = Watch(Sys.ActorOf(Props.Create(() => new FailingPostRestart())));
        actor.Tell(new Boom());
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_constructor_that_throws_in_a_restart_stops_the_actor()
    {
        var constructed = new int[1];
        var actor = Watch(Sys.ActorOf(Props.Create(() => new ConstructibleOnce(constructed))));
        actor.Tell(new Boom());
        ExpectTerminated(actor);
        constructed[0].ShouldBe(2);
    }
}
