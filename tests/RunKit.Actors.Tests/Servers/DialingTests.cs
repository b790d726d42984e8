using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class DialingTests : ServerScenario
{
    [Fact]
    public void A_socket_that_is_seen_is_dialled_and_its_server_connected()
    {
        Server.Start();

        Begin();

        (View.Status, View.Generation, View.Version, View.Guard).ShouldBe((ServerStatus.Connected, Server.Generation, "3.3a", GuardState.Floor));
        (View.Sessions, View.Windows, View.Panes).ShouldBe((1, 1, 1));
        Reports.Events().ShouldBe([new ServerAppeared("alive"), new ServerConnected("3.3a", GuardState.Floor)]);
        Reports.GenerationOf(Reports.Events<ServerConnected>().Single()).ShouldBe(Server.Generation);
        Server.Connection.IsClaimed.ShouldBeTrue();
    }

    [Fact]
    public void The_first_dial_knows_that_the_socket_may_be_newborn_and_asks_for_the_guard_of_the_settings()
    {
        Settings = Settings with { Guard = GuardPolicy.Observe };
        Server.Start();

        Begin();

        Server.Dials.Made.Single().ShouldBe(new DialRequest(Server.Socket, GuardPolicy.Observe, Known: null, JustCreated: true));
        View.Guard.ShouldBe(GuardState.Observe);
    }

    [Fact]
    public void A_later_dial_knows_the_process_that_was_last_seen()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();

        Advance(Ms(250));

        Server.Dials.Made[^1].Known.ShouldBe(Server.Process);
    }

    [Fact]
    public void A_connection_whose_path_belongs_to_another_server_by_now_is_given_back_and_the_path_dialled_again()
    {
        var dial = HoldFirstDial();
        var first = Server.Connect();
        Server.Start();
        Server.Dials.HoldNoMore();

        dial.Answer(first);
        Settle();

        SettleAll();
        Server.Connections[0].IsDisposed.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
        View.Generation.ShouldBe(Server.Generation);
        Reports.Events<ServerConnected>().Count.ShouldBe(1);
        Ports.Dialer.OpenConnections.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_ended_during_its_dial_is_never_said_to_be_connected()
    {
        var dial = HoldFirstDial();
        var connection = Server.Connect();
        Server.Dials.HoldNoMore();
        Server.Die(Ends.Crashed);

        dial.Answer(connection);
        Settle();
        Advance(Ms(250));

        Reports.Events().ShouldBe([new ServerAppeared("dead")]);
        View.Reason.ShouldBe(ServerReason.ServerDead);
        Ports.Dialer.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_was_given_up_before_it_was_claimed_is_a_failed_dial()
    {
        var dial = HoldFirstDial();
        var outcome = Server.Connect();
        Server.Connection.GiveUp();

        dial.Answer(outcome);
        Settle();

        (View.Status, View.Reason, View.Attempt).ShouldBe((ServerStatus.BackingOff, ServerReason.DialFailed, 1));
    }

    [Fact]
    public void A_failed_dial_leaves_its_error_and_the_attempt_in_the_view()
    {
        Server.Start();
        Server.Dials.Next(new DialOutcome.Failed(UnreachableReason.ProtocolError, "first words"));
        Server.Dials.Next(new DialOutcome.Failed(UnreachableReason.ProtocolError, "second words"));
        Begin();
        (View.Status, View.Reason, View.Error, View.Attempt).ShouldBe((ServerStatus.BackingOff, ServerReason.DialFailed, "first words", 1));
        Reports.Events().ShouldBe([new ServerAppeared("unknown")]);

        Advance(Ms(250));

        (View.Reason, View.Error, View.Attempt).ShouldBe((ServerReason.DialFailed, "second words", 2));
        Reports.Events<ServerUnreachable>().ShouldBe([new ServerUnreachable(UnreachableReason.ProtocolError, "second words")]);
        Advance(Ms(500));
        (View.Status, View.Error, View.Attempt).ShouldBe((ServerStatus.Connected, null, 0));
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_lets_nobody_in_is_unreachable_at_the_first_refusal_and_told_once()
    {
        Server.Verdict = new ProbeVerdict.NotOurs("it belongs to user 0");
        Begin();

        Advance(Ms(250));
        Advance(Ms(500));

        Reports.Events().ShouldBe(
            [new ServerAppeared("unknown"), new ServerUnreachable(UnreachableReason.RefusedAccess, "it belongs to user 0")]);
    }

    [Fact]
    public void A_wish_to_dial_during_a_dial_is_one_more_dial()
    {
        var dial = HoldFirstDial();
        DialNow();
        DialNow();

        dial.Answer(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        Settle();

        Server.Dials.Count.ShouldBe(2);
        Server.Dials.Made[1].JustCreated.ShouldBeFalse();
    }

    [Fact]
    public void A_socket_made_anew_during_a_dial_is_one_more_dial_that_knows_it()
    {
        var dial = HoldFirstDial();
        SocketCreated();
        DialNow();

        dial.Answer(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        Settle();

        Server.Dials.Count.ShouldBe(2);
        Server.Dials.Made[1].JustCreated.ShouldBeTrue();
    }

    [Fact]
    public void One_dial_is_in_flight_at_a_time()
    {
        HoldFirstDial();

        DialNow();
        SocketCreated();
        Advance(Seconds(60));

        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_socket_that_goes_during_a_dial_cancels_it_and_removes_the_server()
    {
        var dial = HoldFirstDial();
        Watch(Actor);

        SocketGone();

        ExpectTerminated(Actor);
        dial.IsCancelled.ShouldBeTrue();
        Eventually(() => Reports.Events().ShouldBe([new ServerAppeared("dead"), new ServerRemoved()]));
    }

    [Fact]
    public void A_socket_that_goes_during_a_dial_of_a_process_that_lives_leaves_a_vanished_server()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Server.Dials.Hold();
        Settle();
        Advance(Ms(250));
        var dial = Server.Dials.Held.Single();

        SocketGone();

        dial.IsCancelled.ShouldBeTrue();
        (View.Status, View.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Vanished));
        Reports.Events<ServerSocketLost>().ShouldBe([new ServerSocketLost($"kill -USR1 {Server.Process.Pid} makes it again")]);
        Reports.Events<ServerLost>().ShouldBeEmpty();
        Reports.Events<ServerRemoved>().ShouldBeEmpty();
    }

    [Fact]
    public void The_late_connection_of_a_dial_that_is_over_is_given_back()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Server.Dials.Hold();
        Settle();
        Advance(Ms(250));
        var dial = Server.Dials.Held.Single();
        SocketGone();

        var late = new FakeConnection(Server.Report);
        dial.Answer(new DialOutcome.Connected(late));
        Settle();

        late.IsDisposed.ShouldBeTrue();
        late.IsClaimed.ShouldBeFalse();
        View.Reason.ShouldBe(ServerReason.Vanished);
        Reports.Events<ServerConnected>().Count.ShouldBe(1);
    }

    [Fact]
    public void The_late_connection_of_an_earlier_attempt_does_not_disturb_the_next_one()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Server.Dials.Hold();
        Settle();
        Advance(Ms(250));
        var early = Server.Dials.Held.Single();
        SocketGone();
        SocketCreated();
        Server.Dials.Held.Count.ShouldBe(2);
        var late = new FakeConnection(Server.Report);

        // Not through the dialer, which would dispose it anyway: the actor itself must give it back.
        Tell(new ServerProtocol.DialEnded(0, new DialOutcome.Connected(late)));

        late.IsDisposed.ShouldBeTrue();
        late.IsClaimed.ShouldBeFalse();
        View.Status.ShouldBe(ServerStatus.Dialing);
        early.Cancel();
        Settle();
        View.Status.ShouldBe(ServerStatus.Dialing);
    }

    [Fact]
    public void A_late_connection_does_not_disturb_the_one_that_stands()
    {
        var connection = Connect();
        var late = new FakeConnection(Server.Report);

        Tell(new ServerProtocol.DialEnded(0, new DialOutcome.Connected(late)));

        late.IsDisposed.ShouldBeTrue();
        connection.IsDisposed.ShouldBeFalse();
        View.Status.ShouldBe(ServerStatus.Connected);
    }
}
