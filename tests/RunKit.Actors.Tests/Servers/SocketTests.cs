using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>What happens to a connected server's socket.</summary>
public sealed class SocketTests : ServerScenario
{
    [Fact]
    public void A_socket_made_anew_by_the_same_server_changes_nothing()
    {
        var connection = Connect();
        var events = Reports.Events().Count;

        SocketCreated();
        Advance(Seconds(1));

        View.Status.ShouldBe(ServerStatus.Connected);
        connection.IsDisposed.ShouldBeFalse();
        Reports.Events().Count.ShouldBe(events);
        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_socket_made_anew_by_another_server_loses_the_old_one_and_dials_the_new()
    {
        Connect();
        var first = Server.Generation;
        Advance(Seconds(1));

        Server.Start();
        SocketCreated();

        var loss = Reports.Events<ServerLost>().Single();
        Reports.GenerationOf(loss).ShouldBe(first);
        loss.Evidence.ShouldContain("another server has taken its path");
        Server.Connections[0].IsDisposed.ShouldBeTrue();
        (View.Status, View.Generation).ShouldBe((ServerStatus.Connected, Server.Generation));
        Ports.Dialer.OpenConnections.ShouldBe(1);
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_yet_is_looked_at_again_until_it_shows_whose_it_is()
    {
        Connect();
        Advance(Seconds(1));
        Server.Verdict = new ProbeVerdict.Refused();
        SocketCreated();
        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Start();

        Advance(Ms(20));

        View.Generation.ShouldBe(Server.Generation);
        Reports.Events<ServerLost>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_socket_that_nobody_ever_listens_on_costs_a_few_looks_and_no_connection()
    {
        var connection = Connect();
        Server.Verdict = new ProbeVerdict.Refused();
        var probes = Server.Probes;

        SocketCreated();
        Pass(Ms(400), stepMilliseconds: 20);

        (Server.Probes - probes).ShouldBe(6);
        connection.IsDisposed.ShouldBeFalse();
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_socket_that_goes_is_told_once_with_the_remedy_and_the_connection_stays()
    {
        var connection = Connect();

        SocketGone();
        SocketGone();
        Advance(Seconds(30));
        SocketGone();

        Reports.Events<ServerSocketLost>().ShouldBe([new ServerSocketLost($"kill -USR1 {Server.Process.Pid} makes it again")]);
        (View.Status, View.Reason).ShouldBe((ServerStatus.Connected, ServerReason.Vanished));
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void A_socket_that_comes_back_ends_the_complaint_and_may_go_again()
    {
        Connect();
        SocketGone();

        SocketCreated();
        (View.Status, View.Reason, View.Error).ShouldBe((ServerStatus.Connected, null, null));
        SocketGone();

        Reports.Events<ServerSocketLost>().Count.ShouldBe(2);
    }

    [Fact]
    public void A_server_without_a_socket_that_ends_is_lost()
    {
        Connect();
        SocketGone();
        Server.Die(Ends.Orderly, withoutSocket: true);
        SettleAll();

        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Exited);
    }

    [Fact]
    public void A_server_without_a_socket_that_ends_leaves_no_row_behind()
    {
        Connect();
        SocketGone();
        var actor = Watch(Actor);
        Server.Die(Ends.Orderly, withoutSocket: true);

        ExpectTerminated(actor);
        Reports.Events<ServerRemoved>().Count.ShouldBe(1);
    }
}
