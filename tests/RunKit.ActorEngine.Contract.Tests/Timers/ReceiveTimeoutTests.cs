using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class ReceiveTimeoutTests() : ContractTest(TestConfigs.TestSchedulerConfig)
{
    private sealed record Set(TimeSpan? Timeout);

    /// <summary>Answered, without counting as activity: it also shows that the message before it is finished with.</summary>
    private sealed record Ping : INotInfluenceReceiveTimeout;

    private sealed class Sleepy : ReceiveActor
    {
        public Sleepy(IActorRef listener, TimeSpan? timeout)
        {
            SetReceiveTimeout(timeout);
            Receive<ReceiveTimeout>(_ => listener.Tell("timeout"));
            Receive<Set>(set =>
            {
                SetReceiveTimeout(set.Timeout);
                Sender.Tell(Context.ReceiveTimeout?.ToString() ?? "none");
            });
            Receive<Ping>(_ => Sender.Tell("pong"));
            Receive<string>(_ => { });
        }
    }

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    private IActorRef Start(TimeSpan? timeout)
    {
        var listener = TestActor;
        var actor = Sys.ActorOf(Props.Create(() => new Sleepy(listener, timeout)));
        Settled(actor);
        return actor;
    }

    private void Settled(IActorRef actor)
    {
        actor.Tell(new Ping());
        ExpectMsg("pong");
    }

    [Fact]
    public void A_receive_timeout_comes_when_no_message_came()
    {
        var actor = Start(Second);
        Clock.Advance(Second / 2);
        Settled(actor);
        Clock.Advance(Second / 2);
        ExpectMsg("timeout");
    }

    [Fact]
    public void It_comes_again_until_it_is_switched_off()
    {
        var actor = Start(Second);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second);
            ExpectMsg("timeout");
            Settled(actor);
        }

        actor.Tell(new Set(null));
        ExpectMsg("none");
        Settled(actor);
        Clock.Advance(Second * 2);
        Settled(actor);
    }

    [Fact]
    public void Every_message_begins_the_wait_anew()
    {
        var actor = Start(Second);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second * 0.75);
            actor.Tell("activity");
            Settled(actor);
        }

        Clock.Advance(Second * 0.25);
        Settled(actor);
        Clock.Advance(Second * 0.75);
        ExpectMsg("timeout");
    }

    [Fact]
    public void A_message_that_does_not_influence_it_does_not()
    {
        var actor = Start(Second);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second / 4);
            Settled(actor);
        }

        Clock.Advance(Second / 4);
        ExpectMsg("timeout");
    }

    [Fact]
    public void It_can_be_set_and_read_back_at_any_time()
    {
        var actor = Start(null);
        Clock.Advance(Second * 10);
        Settled(actor);
        actor.Tell(new Set(Second * 2));
        ExpectMsg("00:00:02");
        Settled(actor);
        Clock.Advance(Second);
        Settled(actor);
        Clock.Advance(Second);
        ExpectMsg("timeout");
    }
}
