using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>Between a failure and the directive, the failed actor and all below it stand still.</summary>
public sealed class SuspensionTests : ContractTest
{
    private sealed class Top : ReceiveActor
    {
        public Top(SupervisorStrategy strategy)
        {
            Strategy = strategy;
            ReceiveAny(message => Context.Child("middle").Forward(message));
        }

        private SupervisorStrategy Strategy { get; }

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Middle()), "middle");

        protected override SupervisorStrategy SupervisorStrategy() => Strategy;
    }

    private sealed class Middle : ReceiveActor
    {
        public Middle()
        {
            Receive<Exception>(exception => throw exception);
            Receive<string>(text => text == "leaf", _ => Sender.Tell(Context.Child("leaf")));
            Receive<string>(text => Sender.Tell(text));
        }

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Leaf()), "leaf");

        protected override void PreRestart(Exception reason, object message) => PostStop();

        protected override void PostRestart(Exception reason)
        {
        }
    }

    private sealed class Leaf : ReceiveActor
    {
        private int _count;

        public Leaf() => Receive<string>(text => Sender.Tell($"{text} {++_count}"));
    }

    private readonly SemaphoreSlim _decided = new(0);

    protected override void AfterAll()
    {
        _decided.Release(100);
        base.AfterAll();
        _decided.Dispose();
    }

    /// <summary>A family whose head decides when the test lets it.</summary>
    private (IActorRef Top, IActorRef Leaf) Family(Directive directive)
    {
        var strategy = new OneForOneStrategy(_ =>
        {
            TestActor.Tell("deciding", ActorRefs.NoSender);
            _decided.Wait(TimeSpan.FromSeconds(30));
            return directive;
        });
        var top = Sys.ActorOf(Props.Create(() => new Top(strategy)));
        top.Tell("leaf");
        return (top, ExpectMsg<IActorRef>());
    }

    [Theory]
    [InlineData(Directive.Resume)]
    [InlineData(Directive.Restart)]
    public void A_failed_actor_handles_nothing_until_the_decision(Directive directive)
    {
        var (top, _) = Family(directive);
        top.Tell(new Boom());
        top.Tell("next");
        ExpectMsg("deciding");
        ExpectNoMsg(100);
        _decided.Release();
        ExpectMsg("next");
    }

    [Theory]
    [InlineData(Directive.Resume, "meanwhile 2")]
    [InlineData(Directive.Restart, "meanwhile 1")]
    public void The_descendants_of_a_failed_actor_handle_nothing_until_the_decision_and_share_it(Directive directive, string answer)
    {
        var (top, leaf) = Family(directive);
        leaf.Tell("before");
        ExpectMsg("before 1");
        top.Tell(new Boom());
        ExpectMsg("deciding");
        leaf.Tell("meanwhile");
        ExpectNoMsg(100);
        _decided.Release();
        ExpectMsg(answer);
    }

    [Fact]
    public void A_suspended_actor_can_be_stopped()
    {
        var (top, leaf) = Family(Directive.Resume);
        Watch(leaf);
        top.Tell(new Boom());
        ExpectMsg("deciding");
        Sys.Stop(leaf);
        ExpectTerminated(leaf);
    }

    [Fact]
    public void A_stop_directive_takes_the_descendants_along()
    {
        var (top, leaf) = Family(Directive.Stop);
        Watch(leaf);
        top.Tell(new Boom());
        ExpectMsg("deciding");
        _decided.Release();
        ExpectTerminated(leaf);
    }
}
