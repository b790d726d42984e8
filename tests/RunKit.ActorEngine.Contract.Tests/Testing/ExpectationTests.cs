using Akka.Actor;
using Xunit.Sdk;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class ExpectationTests : ContractTest
{
    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private void Arrive(params object[] messages) => messages.ToList().ForEach(message => TestActor.Tell(message));

    private static void Fails(Action action) => Should.Throw<XunitException>(action);

    [Fact]
    public void ExpectMsg_takes_one_message_of_the_type()
    {
        Arrive("a", 1);
        ExpectMsg<string>().ShouldBe("a");
        ExpectMsg<int>().ShouldBe(1);
        Arrive("b");
        Fails(() => ExpectMsg<int>());
    }

    [Fact]
    public void ExpectMsg_fails_when_nothing_comes() => Fails(() => ExpectMsg<string>(Short));

    [Fact]
    public void ExpectMsg_compares_with_an_equal_one()
    {
        Arrive("a", "b");
        ExpectMsg("a").ShouldBe("a");
        Fails(() => ExpectMsg("a"));
    }

    [Fact]
    public void ExpectMsg_asks_a_predicate()
    {
        Arrive(1, 2);
        ExpectMsg<int>(number => number == 1).ShouldBe(1);
        Fails(() => ExpectMsg<int>(number => number == 1));
    }

    [Fact]
    public void ExpectMsg_runs_an_assertion()
    {
        Arrive(1, 2);
        ExpectMsg<int>(number => number.ShouldBe(1)).ShouldBe(1);
        Should.Throw<ShouldAssertException>(() => ExpectMsg<int>(number => number.ShouldBe(1)));
    }

    [Fact]
    public void ExpectMsg_may_ask_for_the_sender_too()
    {
        var probe = CreateTestProbe();
        probe.Send(TestActor, "a");
        ExpectMsg<string>((text, sender) => text == "a" && sender.Equals(probe.Ref));
        probe.Send(TestActor, "b");
        ExpectMsgFrom<string>(probe.Ref).ShouldBe("b");
        TestActor.Tell("c");
        Fails(() => ExpectMsgFrom<string>(probe.Ref));
    }

    [Fact]
    public async Task Expectations_can_be_awaited()
    {
        Arrive("a", 1, 2);
        (await ExpectMsgAsync<string>()).ShouldBe("a");
        await ExpectMsgAsync(1);
        await ExpectMsgAsync<int>(number => number == 2);
        await ExpectNoMsgAsync(Short);
        await Should.ThrowAsync<XunitException>(async () => await ExpectMsgAsync<string>(Short));
    }

    [Fact]
    public void ExpectNoMsg_passes_in_silence_only()
    {
        ExpectNoMsg(Short);
        Arrive("noise");
        AwaitCondition(() => HasMessages, TimeSpan.FromSeconds(10));
        Fails(() => ExpectNoMsg(Short));
    }

    [Fact]
    public void FishForMessage_drops_what_it_does_not_want()
    {
        Arrive("a", 1, 2, "b");
        FishForMessage<int>(number => number == 2).ShouldBe(2);
        ExpectMsg("b");
        Arrive(1);
        Fails(() => FishForMessage<string>(_ => true, Short));
    }

    [Fact]
    public void ReceiveOne_takes_what_is_there()
    {
        Arrive("a");
        ReceiveOne(Short).ShouldBe("a");
        ReceiveOne(Short).ShouldBeNull();
        ReceiveOne(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void ReceiveN_takes_so_many()
    {
        Arrive(1, 2, 3);
        ReceiveN(2).ShouldBe([1, 2]);
        Fails(() => ReceiveN(2, Short));
    }

    [Fact]
    public void ReceiveWhile_leaves_what_it_refuses()
    {
        Arrive("a", "b", 1);
        ReceiveWhile<string>(message => message as string, max: TimeSpan.FromSeconds(5)).ShouldBe(["a", "b"]);
        ExpectMsg(1);
    }

    [Fact]
    public void ReceiveWhile_takes_at_most_so_many()
    {
        Arrive("a", "b", "c");
        ReceiveWhile<string>(message => message as string, msgs: 2).ShouldBe(["a", "b"]);
        ExpectMsg("c");
    }

    [Fact]
    public void ExpectMsgAllOf_does_not_mind_the_order()
    {
        Arrive("b", "a");
        ExpectMsgAllOf(new[] { "a", "b" });
        Arrive("a", "c");
        Fails(() => ExpectMsgAllOf(new[] { "a", "b" }));
    }

    [Fact]
    public void ExpectMsgAnyOf_takes_one_of_several()
    {
        Arrive("b", "c");
        ExpectMsgAnyOf(new[] { "a", "b" }).ShouldBe("b");
        Fails(() => ExpectMsgAnyOf(new[] { "a", "b" }));
    }

    [Fact]
    public void Ignored_messages_are_not_seen()
    {
        IgnoreMessages<int>(number => number > 1);
        Arrive(2, 1, "a");
        ExpectMsg(1);
        ExpectMsg("a");
        IgnoreNoMessages();
        Arrive(2);
        ExpectMsg(2);
    }

    [Fact]
    public void The_last_message_and_its_sender_are_remembered()
    {
        var probe = CreateTestProbe();
        HasMessages.ShouldBeFalse();
        probe.Send(TestActor, "a");
        AwaitCondition(() => HasMessages);
        ExpectMsg("a");
        LastMessage.ShouldBe("a");
        LastSender.ShouldBe(probe.Ref);
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void ExpectTerminated_knows_whom_it_expects()
    {
        var first = Watch(ActorOf<Silent>());
        var second = Watch(ActorOf<Silent>());
        Sys.Stop(first);
        ExpectTerminated(first).ActorRef.ShouldBe(first);
        Sys.Stop(second);
        Fails(() => ExpectTerminated(first));
        Fails(() => ExpectTerminated(first, Short));
    }

    [Fact]
    public void Unwatch_ends_a_watch()
    {
        var actor = Watch(ActorOf<Silent>());
        var probe = CreateTestProbe();
        probe.Watch(actor);
        Unwatch(actor);
        Sys.Stop(actor);
        probe.ExpectTerminated(actor);
        ExpectNoMsg(Short);
    }
}
