using Akka.Actor;
using Akka.TestKit;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class ProbeTests : ContractTest
{
    private sealed class Mirror : ReceiveActor
    {
        public Mirror() => ReceiveAny(message => Sender.Tell(message));
    }

    private readonly IActorRef _mirror;

    public ProbeTests() => _mirror = Sys.ActorOf(Props.Create(() => new Mirror()));

    [Fact]
    public void The_test_is_the_sender_of_what_it_tells()
    {
        _mirror.Tell("x");
        ExpectMsg("x");
        LastSender.ShouldBe(_mirror);
    }

    [Fact]
    public async Task The_test_is_the_sender_after_an_await_too()
    {
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(1);
            _mirror.Tell(i);
            await ExpectMsgAsync(i);
        }
    }

    [Fact]
    public void A_probe_is_a_sender_only_when_it_sends()
    {
        var probe = CreateTestProbe();
        _mirror.Tell("to the test");
        ExpectMsg("to the test");
        probe.Send(_mirror, "to the probe");
        probe.ExpectMsg("to the probe");
        probe.Sender.ShouldBe(_mirror);
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void A_probe_replies_to_who_sent_last()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("question");
        probe.ExpectMsg("question");
        probe.Reply("answer");
        ExpectMsg("answer");
        LastSender.ShouldBe(probe.Ref);
    }

    [Fact]
    public void A_probe_forwards_what_it_received_last()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("question");
        probe.ExpectMsg("question");
        probe.Forward(_mirror);
        ExpectMsg("question");
        probe.Forward(_mirror, "another");
        ExpectMsg("another");
        LastSender.ShouldBe(_mirror);
    }

    [Fact]
    public void Probes_have_their_own_queues()
    {
        var first = CreateTestProbe();
        var second = CreateTestProbe();
        first.Ref.Tell("1");
        second.Ref.Tell("2");
        second.ExpectMsg("2");
        first.ExpectMsg("1");
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void A_probe_can_have_a_name() => CreateTestProbe("listener").Ref.Path.Name.ShouldContain("listener");

    [Fact]
    public void A_probe_watches_for_itself()
    {
        var probe = CreateTestProbe();
        probe.Watch(_mirror);
        Sys.Stop(_mirror);
        probe.ExpectTerminated(_mirror);
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void A_pilot_answers_for_a_probe()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"{message}!", ActorRefs.NoSender);
            return (string)message == "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));
        probe.Ref.Tell("first");
        probe.Ref.Tell("last");
        probe.Ref.Tell("too late");
        ExpectMsg("first!");
        ExpectMsg("last!");
        probe.ReceiveN(3).ShouldBe(["first", "last", "too late"]);
        HasMessages.ShouldBeFalse();
    }
}
