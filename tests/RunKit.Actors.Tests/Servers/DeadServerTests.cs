using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class DeadServerTests : ServerScenario
{
    [Fact]
    public void The_first_sight_of_a_dead_socket_is_an_appearance_and_no_loss()
    {
        Server.Verdict = new ProbeVerdict.Refused();

        Begin();
        Advance(Ms(250));
        Advance(Ms(500));

        Reports.Events().ShouldBe([new ServerAppeared("dead")]);
        (View.Status, View.Reason, View.Generation).ShouldBe((ServerStatus.BackingOff, ServerReason.ServerDead, null));
    }

    [Fact]
    public void A_server_found_dead_by_a_dial_is_lost_once()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Server.Dials.Hold();
        Settle();
        Advance(Ms(250));

        Server.Die(Ends.Crashed);
        Server.Dials.HoldNoMore();
        Server.Dials.Held.Single().Answer(new Tmux.Connection.DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        Settle();
        Advance(Ms(500));
        Advance(Ms(1000));

        Reports.Events<ServerLost>().Count.ShouldBe(1);
        (View.Status, View.Reason, View.Generation).ShouldBe((ServerStatus.BackingOff, ServerReason.ServerDead, null));
    }

    [Fact]
    public void Nothing_is_sent_to_a_dead_server_in_a_thousand_redials_and_a_restart()
    {
        Connect();
        Server.Die(Ends.Orderly);
        Settle();
        var sent = Server.Sent;
        var dials = Server.Dials.Count;

        Redial(500);
        Ports.Jitter.ThrowNext(new InvalidOperationException("a crash"));
        Advance(Seconds(5));
        View.Reason.ShouldBe(ServerReason.Restarted);
        Redial(510);
        SocketCreated();
        (Server.Dials.Count - dials).ShouldBeGreaterThan(1000);
        Server.Sent.ShouldBe(sent);
        Reports.Events<ServerLost>().Count.ShouldBe(1);
        View.Reason.ShouldBe(ServerReason.ServerDead);
    }

    [Fact]
    public void A_server_born_again_is_another_life()
    {
        Connect();
        var first = Server.Generation;
        Server.Die(Ends.Orderly);
        Settle();

        Server.Start();
        SocketCreated();

        View.Generation.ShouldBe(Server.Generation);
        View.Generation.ShouldNotBe(first);
        View.Revision.ShouldBe(0);
        Reports.GenerationOf(Reports.Events<ServerLost>().Single()).ShouldBe(first);
        Reports.Events<ServerConnected>().Count.ShouldBe(2);
        Reports.Events<SessionAdded>().ShouldBeEmpty();
    }

    [Fact]
    public void A_loss_while_backing_off_is_noticed_by_the_end_of_the_process_before_the_next_dial()
    {
        Server.Start();
        Begin();
        Server.EndConnections(Ends.Silent);
        Settle();
        View.Reason.ShouldBe(ServerReason.ConnectionLost);

        Server.Die(Ends.Crashed);
        Settle();

        Reports.Events<ServerLost>().Count.ShouldBe(1);
        View.Reason.ShouldBe(ServerReason.ServerDead);
        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_accepts_no_connections_is_watched_by_its_process_and_never_probed_for_it()
    {
        Connect();
        Server.Verdict = new ProbeVerdict.BacklogFull();
        Server.EndConnections(Ends.Silent);
        Settle();
        Advance(Ms(250));
        View.Reason.ShouldBe(ServerReason.Unresponsive);
        var (probes, looks) = (Server.Probes, Ports.Processes.Looks);

        Pass(Seconds(5), stepMilliseconds: 500);
        (Server.Probes, Ports.Processes.Looks).ShouldBe((probes, looks));
        Server.Verdict = new ProbeVerdict.Refused();
        Ports.Processes.End(Server.Process);
        Settle();

        Reports.Events<ServerLost>().Count.ShouldBe(1);
        View.Reason.ShouldBe(ServerReason.ServerDead);
    }

    [Fact]
    public void A_dead_server_whose_socket_goes_is_removed()
    {
        Connect();
        Server.Die(Ends.Orderly);
        Settle();
        Watch(Actor);

        SocketGone();

        ExpectTerminated(Actor);
        Eventually(() => Reports.Events()[^1].ShouldBe(new ServerRemoved()));
        Reports.Events<ServerLost>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_died_unseen_together_with_its_socket_is_lost_and_removed()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        Ports.Processes.End(Server.Process);
        Server.Verdict = new ProbeVerdict.Absent();
        Watch(Actor);

        SocketGone();

        ExpectTerminated(Actor);
        Eventually(() => Reports.Events()[^1].ShouldBe(new ServerRemoved()));
        Reports.Events<ServerLost>().Count.ShouldBe(1);
    }

    private void Redial(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Time.Advance(Seconds(5));
            Settle(Actor);
        }

        Settle();
    }
}
