using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class HeartbeatTests : ServerScenario
{
    [Fact]
    public void A_server_that_answers_is_asked_every_15_s_and_nothing_is_told()
    {
        var connection = Connect();
        connection.Lists.Hold();
        for (var beat = 1; beat <= 3; beat++)
        {
            Advance(Ms(14_999));
            connection.Commands.Count.ShouldBe(beat - 1);
            Advance(Ms(1));
            connection.Commands.Count.ShouldBe(beat);
        }

        Advance(Seconds(5));

        connection.Commands.Made.ShouldAllBe(command => command.Name == "display-message");
        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, null));
        Told.Events<ServerUnreachable>().ShouldBeEmpty();
        Told.Events<ServerReachable>().ShouldBeEmpty();
    }

    [Fact]
    public void A_listing_is_an_answer_and_puts_the_heartbeat_off()
    {
        var connection = Connect();
        for (var listing = 1; listing <= 20; listing++)
        {
            Advance(Seconds(2));
            Eventually(() => connection.Lists.Count.ShouldBe(listing));
        }

        connection.Commands.Count.ShouldBe(0);

        connection.Lists.Hold();
        Advance(Ms(15_499));
        connection.Commands.Count.ShouldBe(0);
        Advance(Ms(1));
        connection.Commands.Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_does_not_answer_in_5_s_is_unresponsive_and_stays_connected()
    {
        var connection = Connect();
        connection.Commands.Hold();
        connection.Lists.Hold();
        Advance(Seconds(15));
        Advance(Ms(4_999));
        View.Reason.ShouldBeNull();

        Advance(Ms(1));

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, ServerReason.Unresponsive));
        View.Error.ShouldNotBeNull().ShouldContain("5 s");
        Told.Events<ServerUnreachable>().Single().Reason.ShouldBe(UnreachableReason.Unresponsive);
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void A_connection_that_somebodys_command_holds_up_is_made_anew_and_the_server_is_not_blamed()
    {
        var connection = Connect();
        connection.Commands.Hold();
        connection.Lists.Hold();
        connection.OldestOfOthers = "forever";
        Advance(Seconds(15));
        Advance(Seconds(5));

        Eventually(() => connection.IsDisposed.ShouldBeTrue());
        Ports.OneShot.Runs.Made.Single().Words.ShouldContain("display-message");
        View.Reason.ShouldBe(ServerReason.ConnectionLost);
        View.Error.ShouldBe("'forever' held up every other command");
        Told.Events<ServerUnreachable>().ShouldBeEmpty();
        Advance(Ms(250));
        Eventually(() => View.Status.ShouldBe(ServerStatus.Connected));
    }

    [Fact]
    public void A_server_that_answers_nobody_is_unresponsive_whatever_was_asked_before()
    {
        var connection = Connect();
        connection.Commands.Hold();
        connection.Lists.Hold();
        connection.OldestOfOthers = "forever";
        Ports.OneShot.Runs.Next(new OneShotResult.TimedOut());
        Advance(Seconds(15));
        Advance(Seconds(5));

        Eventually(() => View.Reason.ShouldBe(ServerReason.Unresponsive));
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void A_hung_server_is_told_once_and_neither_asked_nor_dialled_again()
    {
        var connection = Connect();
        connection.Commands.Hold();
        connection.Lists.Hold();
        for (var i = 0; i < 20; i++)
        {
            Advance(Seconds(15));
        }

        Told.Events<ServerUnreachable>().Count.ShouldBe(1);
        connection.Commands.Count.ShouldBe(1);
        Server.Dials.Count.ShouldBe(1);
        Server.Probes.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_answers_again_is_reachable_once_and_asked_on()
    {
        var connection = Hang();
        connection.Lists.Hold();

        connection.Commands.HoldNoMore();
        connection.Commands.Held.Single().Answer(new CommandOutcome.Completed([]));
        Settle();
        Advance(Seconds(15));
        Advance(Seconds(15));

        (View.Status, View.Reason, View.Error).ShouldBe((ServerStatus.Connected, null, null));
        Told.Events<ServerReachable>().Count.ShouldBe(1);
        Told.Events<ServerConnected>().Count.ShouldBe(1);
        connection.Commands.Count.ShouldBe(3);
    }

    [Fact]
    public void A_refused_heartbeat_is_an_answer()
    {
        var connection = Hang();

        connection.Commands.Held.Single().Answer(new CommandOutcome.Failed("no"));
        Settle();

        Told.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_connection_that_ends_is_no_answer()
    {
        var connection = Hang();

        connection.Commands.Held.Single().Answer(new CommandOutcome.Unknown("the connection ended"));
        Settle();

        Told.Events<ServerReachable>().ShouldBeEmpty();
        View.Reason.ShouldBe(ServerReason.Unresponsive);
    }

    [Fact]
    public void A_hung_server_whose_socket_goes_and_comes_back_is_still_unresponsive_until_it_answers()
    {
        var connection = Hang();

        SocketGone();
        View.Reason.ShouldBe(ServerReason.Unresponsive);
        SocketCreated();
        View.Reason.ShouldBe(ServerReason.Unresponsive);
        connection.Commands.Held.Single().Answer(new CommandOutcome.Completed([]));
        Settle();

        View.Reason.ShouldBeNull();
        Told.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_that_answers_while_its_socket_is_gone_is_connected_without_a_socket()
    {
        var connection = Hang();
        SocketGone();

        connection.Commands.Held.Single().Answer(new CommandOutcome.Completed([]));
        Settle();

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, ServerReason.Vanished));
        Told.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_whose_connection_is_made_anew_is_reachable_again()
    {
        Hang();
        Server.EndConnections(Ends.Silent);
        Settle();

        Advance(Ms(250));

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, null));
        Told.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_that_dies_is_lost_and_not_reachable_when_it_is_born_again()
    {
        Hang();
        Server.Die(Ends.Crashed);
        Settle();
        Server.Start();

        SocketCreated();
        Advance(Ms(250));

        View.Status.ShouldBe(ServerStatus.Connected);
        Told.Events<ServerLost>().Count.ShouldBe(1);
        Told.Events<ServerReachable>().ShouldBeEmpty();
    }

    [Fact]
    public void A_heartbeat_of_an_earlier_connection_says_nothing_of_this_one()
    {
        Hang();

        Tell(new ServerProtocol.HeartbeatEnded(0, new CommandOutcome.Completed([])));

        View.Reason.ShouldBe(ServerReason.Unresponsive);
    }

    private FakeConnection Hang()
    {
        var connection = Connect();
        connection.Commands.Hold();
        connection.Lists.Hold();
        Advance(Seconds(15));
        Advance(Seconds(5));
        View.Reason.ShouldBe(ServerReason.Unresponsive);
        return connection;
    }
}
