using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class ConnectionLossTests : ServerScenario
{
    public static TheoryData<ConnectionEnd, LossCause> Causes => new()
    {
        { Ends.Orderly, LossCause.Exited },
        { Ends.Crashed, LossCause.Crashed },
        { Ends.Silent, LossCause.Unknown },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_connection_that_ends_with_its_server_is_a_loss_at_once_with_its_cause(ConnectionEnd end, LossCause cause)
    {
        Connect();
        var generation = Server.Generation;

        Server.Die(end);
        Settle();

        var loss = Reports.Events<ServerLost>().Single();
        loss.Cause.ShouldBe(cause);
        Reports.GenerationOf(loss).ShouldBe(generation);
        (View.Status, View.Reason, View.Generation, View.Sessions).ShouldBe((ServerStatus.BackingOff, ServerReason.ServerDead, null, 0));
        (View.Version, View.Guard).ShouldBe((null, GuardState.None));
        Ports.Dialer.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_ends_while_its_server_lives_is_made_anew_after_250_ms_and_nothing_is_lost()
    {
        Connect();

        Server.EndConnections(Ends.Silent);
        Settle();
        (View.Status, View.Reason, View.Error).ShouldBe((ServerStatus.BackingOff, ServerReason.ConnectionLost, "the connection was lost"));
        View.Generation.ShouldBe(Server.Generation);

        Advance(Ms(249));
        Server.Dials.Count.ShouldBe(1);
        Advance(Ms(1));

        View.Status.ShouldBe(ServerStatus.Connected);
        Reports.Events<ServerLost>().ShouldBeEmpty();
        Reports.Events<ServerConnected>().Count.ShouldBe(2);
        Server.Connections[0].IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_that_ends_when_socket_and_process_are_gone_is_a_loss()
    {
        Connect();
        Ports.Processes.End(Server.Process);
        Server.Verdict = new ProbeVerdict.Absent();

        Server.EndConnections(Ends.Crashed);
        Settle();

        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Crashed);
    }

    [Fact]
    public void A_connection_that_ends_when_the_socket_is_gone_and_the_process_lives_leaves_a_vanished_server()
    {
        Connect();
        Server.Verdict = new ProbeVerdict.Absent();

        Server.EndConnections(Ends.Silent);
        Settle();
        Advance(Ms(250));
        Advance(Ms(500));

        (View.Status, View.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Vanished));
        View.Error.ShouldNotBeNull().ShouldContain($"kill -USR1 {Server.Process.Pid}");
        Reports.Events<ServerSocketLost>().Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
        Server.Sent.ShouldBe(1);
    }

    [Fact]
    public void A_vanished_server_whose_process_ends_is_lost()
    {
        Connect();
        Server.Verdict = new ProbeVerdict.Absent();
        Server.EndConnections(Ends.Silent);
        Settle();

        Ports.Processes.End(Server.Process);
        Settle();

        Reports.Events<ServerLost>().Count.ShouldBe(1);
        View.Reason.ShouldBe(ServerReason.ServerDead);
    }

    [Fact]
    public void A_vanished_server_that_gets_its_socket_back_is_connected_and_may_lose_it_again()
    {
        Connect();
        Server.Verdict = new ProbeVerdict.Absent();
        Server.EndConnections(Ends.Silent);
        Settle();
        Server.Verdict = new ProbeVerdict.Alive(Server.Process.Pid);

        SocketCreated();
        Advance(Ms(250));
        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, null));
        SocketGone();

        Reports.Events<ServerSocketLost>().Count.ShouldBe(2);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_that_ends_when_another_server_listens_is_a_loss_and_the_other_is_dialled()
    {
        Connect();
        var first = Server.Generation;
        Advance(Seconds(1));
        Ports.Processes.End(Server.Process);
        Server.Start();

        Server.Connections[0].End(Ends.Crashed);
        Settle();

        Reports.GenerationOf(Reports.Events<ServerLost>().Single()).ShouldBe(first);
        View.Generation.ShouldBe(Server.Generation);
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_reconnection_that_meets_another_life_tells_the_loss_of_the_first()
    {
        Connect();
        var first = Server.Generation;
        Server.EndConnections(Ends.Silent);
        Settle();

        // A new server on the path, and the old process lives on without one.
        Server.Start();
        Advance(Ms(250));

        Reports.GenerationOf(Reports.Events<ServerLost>().Single()).ShouldBe(first);
        View.Generation.ShouldBe(Server.Generation);
        Reports.Events<SessionAdded>().ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_an_earlier_connection_says_nothing_of_this_one()
    {
        var connection = Connect();

        Tell(new ConnectionProtocol.Closed(Ends.Crashed));

        View.Status.ShouldBe(ServerStatus.Connected);
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void A_wish_to_dial_a_connected_server_is_ignored()
    {
        Connect();

        DialNow();
        Advance(Seconds(1));

        Server.Dials.Count.ShouldBe(1);
    }
}
