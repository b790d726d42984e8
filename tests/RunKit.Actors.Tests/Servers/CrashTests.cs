using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>An actor that fails costs nobody but itself, and itself no more than its connection.</summary>
public sealed class CrashTests : ServerScenario
{
    private static readonly InvalidOperationException Broken = new("a broken port");

    private FakeServer Sibling => Ports.Server("b");

    [Fact]
    public void A_failure_when_a_dial_breaks_is_survived()
    {
        StartSibling();
        var dial = HoldFirstDial();
        Server.Dials.HoldNoMore();

        Survives(() => dial.Fail(Broken));
    }

    [Fact]
    public void A_failure_when_a_dial_cannot_even_begin_is_survived()
    {
        StartSibling();
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        Server.Dials.ThrowNext(Broken);

        Survives(() => Advance(Ms(250)));
    }

    [Fact]
    public void A_failure_in_the_very_first_dial_is_survived()
    {
        StartSibling();
        Server.Start();
        Server.Dials.ThrowNext(Broken);

        Survives(() => Begin());
    }

    [Fact]
    public void A_failure_right_behind_the_claim_is_survived_and_the_connection_given_back()
    {
        StartSibling();
        var dial = HoldFirstDial();
        Server.Dials.HoldNoMore();
        var outcome = Server.Connect();
        Server.ThrowAtNextProbe(Broken);

        Survives(() => dial.Answer(outcome));

        Server.Connections[0].IsClaimed.ShouldBeTrue();
        Server.Connections[0].IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void A_listing_that_throws_costs_the_connection_and_not_the_servers_actor()
    {
        StartSibling();
        Connect().Lists.ThrowNext(Broken);

        LosesItsConnection(() => Advance(Seconds(2)));
    }

    [Fact]
    public void A_listing_that_breaks_later_costs_the_connection_and_not_the_servers_actor()
    {
        StartSibling();
        var connection = Connect();
        connection.Lists.Hold();
        Advance(Seconds(2));

        LosesItsConnection(() => connection.Lists.Held.Single().Fail(Broken));
    }

    [Fact]
    public void A_release_that_breaks_is_answered_and_costs_the_connection_only()
    {
        StartSibling();
        var connection = Connect();
        connection.Releases.Hold();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Release(Node, Name));
        Eventually(() => connection.Releases.Held.Count.ShouldBe(1));

        LosesItsConnection(() => connection.Releases.Held.Single().Fail(Broken));

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Unknown>();
    }

    [Fact]
    public void A_failure_of_a_probe_while_connected_is_survived()
    {
        StartSibling();
        Connect();
        Server.ThrowAtNextProbe(Broken);

        Survives(SocketCreated);
    }

    [Fact]
    public void A_failure_of_the_probe_behind_a_closed_connection_is_survived()
    {
        StartSibling();
        Connect();
        Server.ThrowAtNextProbe(Broken);

        Survives(() => Server.EndConnections(Ends.Silent));
    }

    [Fact]
    public void A_watch_of_the_process_that_breaks_while_backing_off_is_survived()
    {
        StartSibling();
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();

        Survives(() => Ports.Processes.FailWaits(Broken));
    }

    [Fact]
    public void A_failure_of_chance_is_survived()
    {
        StartSibling();
        Connect();
        Ports.Jitter.ThrowNext(Broken);

        Survives(() => Server.EndConnections(Ends.Silent));
    }

    [Fact]
    public void An_actor_of_a_connection_that_cannot_begin_takes_it_along_and_both_are_made_anew()
    {
        StartSibling();
        var dial = HoldFirstDial();
        Server.Dials.HoldNoMore();
        var outcome = Server.Connect();
        Server.Connection.ThrowAtNextHint(Broken);

        LosesItsConnection(() => dial.Answer(outcome));
    }

    [Fact]
    public void A_failure_forgets_neither_the_life_nor_what_was_told_of_it()
    {
        Connect().Lists.Hold();
        Advance(Seconds(2));
        Advance(Seconds(5));
        SocketGone();
        var generation = View.Generation;

        Fail();
        (View.Reason, View.Generation, View.Version, View.Sessions).ShouldBe((ServerReason.Restarted, generation, "3.3a", 1));
        SocketGone();

        Reports.Events<ServerUnreachable>().Count.ShouldBe(1);
        Reports.Events<ServerSocketLost>().Count.ShouldBe(1);
        SocketCreated();
        View.Status.ShouldBe(ServerStatus.Connected);
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
        Reports.Events<ServerAppeared>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_loss_during_a_failure_is_told_with_the_life_that_it_ended()
    {
        Connect();
        var generation = Server.Generation;
        Server.ThrowAtNextProbe(Broken);

        Server.Die(Ends.Crashed);

        Eventually(() => Reports.Events<ServerLost>().Count.ShouldBe(1));
        Reports.GenerationOf(Reports.Events<ServerLost>().Single()).ShouldBe(generation);
    }

    [Fact]
    public void A_wish_to_guard_outlives_a_failure()
    {
        Server.Start();
        Server.Dials.Next(new Tmux.Connection.DialOutcome.Released(Server.Report));
        Begin();
        Server.Dials.Hold();
        Advance(Seconds(1));
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Guard(Node, Name));
        Settle();
        Server.Dials.Held.Count.ShouldBe(1);

        Fail();
        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.NotSent>();
        Advance(Ms(250));

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
    }

    private void StartSibling()
    {
        Sibling.Start();
        Begin("b");
        Reports.View("b").Status.ShouldBe(ServerStatus.Connected);
    }

    private void Survives(Action fails) => Survives(fails, ServerReason.Restarted);

    private void LosesItsConnection(Action fails)
    {
        var actor = Reports.Reports().Count == 0 ? null : Actor;
        Survives(fails, ServerReason.ConnectionLost);
        Actor.ShouldBe(actor ?? Actor);
    }

    /// <summary>The failure happens; nothing dials within 250 ms; then all is as it was, and nothing has leaked.</summary>
    private void Survives(Action fails, ServerReason reason)
    {
        fails();
        Eventually(() => View.Reason.ShouldBe(reason));
        Settle();
        var dials = Server.Dials.Count;

        Advance(Ms(249));
        Server.Dials.Count.ShouldBe(dials);
        Advance(Ms(1));

        Server.Dials.Count.ShouldBe(dials + 1);
        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Connection.IsClaimed.ShouldBeTrue();
        Ports.Dialer.OpenConnections.ShouldBe(2);
        Reports.Events<ServerAppeared>().Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
        Reports.Events<SessionAdded>().ShouldBeEmpty();
        SiblingIsUntouched();
    }

    private void SiblingIsUntouched()
    {
        Sibling.Dials.Count.ShouldBe(1);
        Sibling.Connection.IsDisposed.ShouldBeFalse();
        Reports.Events("b").Count.ShouldBe(2);
    }
}
