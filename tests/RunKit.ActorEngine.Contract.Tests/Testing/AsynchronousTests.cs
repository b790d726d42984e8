using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>The asynchronous twins of what tests await.</summary>
public sealed class AsynchronousTests : ContractTest
{
    private sealed class Once : AutoPilot
    {
        public override AutoPilot Run(IActorRef sender, object message)
        {
            sender.Tell($"{message}!", ActorRefs.NoSender);
            return NoAutoPilot;
        }
    }

    [Fact]
    public async Task A_message_can_be_awaited_with_an_assertion_or_with_its_sender()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("one", probe.Ref);
        TestActor.Tell("two", probe.Ref);
        await ExpectMsgAsync<string>(message => message.ShouldBe("one"));
        await ExpectMsgAsync<string>((message, sender) => message == "two" && sender.Equals(probe.Ref));
    }

    [Fact]
    public async Task A_watch_can_be_given_up()
    {
        var actor = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref));
        await WatchAsync(actor);
        await UnwatchAsync(actor);
        (await actor.GracefulStop(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        ExpectNoMsg(100);
    }

    [Fact]
    public async Task Several_events_can_be_awaited()
    {
        Task Warn()
        {
            Log.Warning("careful");
            Log.Warning("careful");
            return Task.CompletedTask;
        }

        await EventFilter.Warning("careful").ExpectAsync(2, Warn);
        await EventFilter.Warning("careful").ExpectAsync(2, TimeSpan.FromSeconds(20), Warn);
    }

    [Fact]
    public void A_pilot_of_ones_own_decides_who_flies_on()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new Once());
        probe.Ref.Tell("first");
        probe.Ref.Tell("second");
        ExpectMsg("first!");
        ExpectNoMsg(100);
    }
}
