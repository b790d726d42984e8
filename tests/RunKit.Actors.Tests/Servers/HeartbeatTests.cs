using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>A listing is the heartbeat.</summary>
public sealed class HeartbeatTests : ServerScenario
{
    [Fact]
    public void A_server_that_answers_its_listings_is_connected_and_nothing_is_told()
    {
        var connection = Connect();
        var events = Reports.Events().Count;

        for (var listing = 1; listing <= 10; listing++)
        {
            Advance(Seconds(2));
            connection.Lists.Count.ShouldBe(listing);
        }

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, null));
        Reports.Events().Count.ShouldBe(events);
        connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_server_that_does_not_answer_in_5_s_is_unresponsive_and_stays_connected()
    {
        var connection = Connect();
        connection.Lists.Hold();
        Advance(Seconds(2));
        Advance(Ms(4_999));
        View.Reason.ShouldBeNull();

        Advance(Ms(1));

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, ServerReason.Unresponsive));
        View.Error.ShouldNotBeNull().ShouldContain("5 s");
        Reports.Events<ServerUnreachable>().Single().Reason.ShouldBe(UnreachableReason.Unresponsive);
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void A_hung_server_is_told_once_and_neither_asked_nor_dialled_again()
    {
        var connection = Hang();
        for (var i = 0; i < 20; i++)
        {
            connection.Hint();
            Advance(Seconds(15));
        }

        Reports.Events<ServerUnreachable>().Count.ShouldBe(1);
        connection.Lists.Count.ShouldBe(1);
        Server.Dials.Count.ShouldBe(1);
        Server.Probes.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_answers_again_is_reachable_once_and_listed_on()
    {
        var connection = Hang();

        Answer(connection);
        Advance(Seconds(2));
        Advance(Seconds(2));

        (View.Status, View.Reason, View.Error).ShouldBe((ServerStatus.Connected, null, null));
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
        Reports.Events<ServerConnected>().Count.ShouldBe(1);
        connection.Lists.Count.ShouldBe(3);
    }

    [Fact]
    public void A_listing_that_fails_is_no_answer()
    {
        var connection = Hang();

        connection.Lists.Held.Single().Answer(new ListOutcome.Failed("the connection ended"));
        SettleAll();

        Reports.Events<ServerReachable>().ShouldBeEmpty();
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
        Answer(connection);

        View.Reason.ShouldBeNull();
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_that_answers_while_its_socket_is_gone_is_connected_without_a_socket()
    {
        var connection = Hang();
        SocketGone();

        Answer(connection);

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, ServerReason.Vanished));
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_whose_connection_is_made_anew_is_reachable_again()
    {
        Hang();
        Server.EndConnections(Ends.Silent);
        SettleAll();

        Advance(Ms(250));

        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, null));
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hung_server_that_dies_is_lost_and_not_reachable_when_its_name_is_taken_again()
    {
        Hang();
        Server.Die(Ends.Crashed);
        SettleAll();
        Server.Start();

        SocketCreated();

        View.Status.ShouldBe(ServerStatus.Connected);
        Reports.Events<ServerLost>().Count.ShouldBe(1);
        Reports.Events<ServerReachable>().ShouldBeEmpty();
    }

    [Fact]
    public void The_silence_of_an_earlier_connection_says_nothing_of_this_one()
    {
        Connect();

        Tell(new Actors.Servers.ConnectionProtocol.Unanswered("late"));

        View.Reason.ShouldBeNull();
        Reports.Events<ServerUnreachable>().ShouldBeEmpty();
    }

    private void Answer(FakeConnection connection)
    {
        connection.Lists.HoldNoMore();
        connection.Lists.Held.Single().Answer(new ListOutcome.Listed(connection.State, []));
        SettleAll();
    }

    private FakeConnection Hang()
    {
        var connection = Connect();
        connection.Lists.Hold();
        Advance(Seconds(2));
        Advance(Seconds(5));
        View.Reason.ShouldBe(ServerReason.Unresponsive);
        return connection;
    }
}
