using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Panes;
using RunKit.Actors.Servers;
using RunKit.Actors.Tests.Servers;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Panes;

/// <summary>Who types into a pane, and when its actor is there.</summary>
public sealed class PaneActorTests : ServerScenario
{
    private static readonly PaneAddress Five = new(Name, new PaneId(5));
    private static readonly CommandOutcome NoPane = new CommandOutcome.Failed("can't find pane: %5");

    [Fact]
    public void Two_senders_never_mix()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var (first, second) = (Send("one"), Send("two"));
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        Settle();
        connection.Commands.Count.ShouldBe(1, "the second waits");

        connection.Commands.Held.Single().Answer(NoPane);

        first.ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Refused>().Reason.ShouldContain("no pane");
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        connection.Commands.Held.Single().Answer(NoPane);
        second.ExpectMsg<PaneProtocol.Sent>();
    }

    [Fact]
    public void Sixteen_wait_and_the_next_is_refused()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var senders = Enumerable.Range(0, 17).Select(i => Send($"text {i}")).ToArray();
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));

        Send("one too many").ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBe(new SendOutcome.Refused("16 wait already to type into %5"));

        connection.Commands.HoldNoMore();
        connection.Commands.Held.Single().Answer(NoPane);
        foreach (var sender in senders)
        {
            sender.ExpectMsg<PaneProtocol.Sent>();
        }
    }

    [Fact]
    public void A_capture_waits_for_no_sender()
    {
        var connection = Connect();
        connection.Commands.Hold();
        Send("slow");
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        connection.Commands.HoldNoMore();
        connection.Commands.Next(NoPane);
        var asker = CreateTestProbe();

        asker.Send(Actor, new PaneProtocol.Capture(Node, Five, CaptureOptions.Default));

        asker.ExpectMsg<PaneProtocol.Captured>().Outcome.ShouldBeOfType<CaptureOutcome.UnknownPane>();
    }

    [Fact]
    public async Task The_actor_of_a_pane_is_there_only_while_something_is_under_way()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var sender = Send("one");
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        var actor = await PaneActorAsync();
        Watch(actor);

        connection.Commands.Held.Single().Answer(NoPane);

        sender.ExpectMsg<PaneProtocol.Sent>();
        ExpectTerminated(actor);
        connection.Commands.HoldNoMore();
        connection.Commands.Next(NoPane);
        Send("again").ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Refused>();
    }

    [Fact]
    public void Requests_that_come_while_an_actor_goes_are_never_lost()
    {
        var connection = Connect();
        for (var i = 0; i < 200; i++)
        {
            connection.Commands.Next(NoPane);
            Send($"text {i}").ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Refused>();
        }
    }

    [Fact]
    public void When_the_plane_stops_in_the_middle_nobody_can_tell_and_who_waits_was_refused()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var (first, second) = (Send("one"), Send("two"));
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        Settle();

        Actor.Tell(new ServerProtocol.Disconnect(Node), ActorRefs.NoSender);

        first.ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Unknown>();
        second.ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Refused>();
    }

    [Fact]
    public void Nothing_is_typed_on_a_server_that_is_not_connected()
    {
        HoldFirstDial();

        Send("x").ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBeOfType<SendOutcome.Refused>().Reason.ShouldContain("is not connected");
    }

    [Fact]
    public void A_turn_that_does_not_come_in_time_is_refused()
    {
        var connection = Connect();
        connection.Commands.Hold();
        Send("one");
        Eventually(() => connection.Commands.Held.Count.ShouldBe(1));
        var late = CreateTestProbe();
        late.Send(Actor, new PaneProtocol.Send(Node, Five, new SendRequest("late") { TimeoutMs = 500 }));
        Settle();
        Time.Advance(Ms(600));

        connection.Commands.Held.Single().Answer(NoPane);

        late.ExpectMsg<PaneProtocol.Sent>().Outcome.ShouldBe(new SendOutcome.Refused("its turn to type into %5 did not come within 0.5 s"));
    }

    private TestProbe Send(string text)
    {
        var sender = CreateTestProbe();
        sender.Send(Actor, new PaneProtocol.Send(Node, Five, new SendRequest(text)));
        return sender;
    }

    private Task<IActorRef> PaneActorAsync() => Sys.ActorSelection($"{Actor.Path.ToStringWithoutAddress()}/pane-5").ResolveOne(TimeSpan.FromSeconds(10));
}
