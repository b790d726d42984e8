using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>Servers that live and do not answer before they were ever connected.</summary>
public sealed class UnresponsiveTests : ServerScenario
{
    [Fact]
    public void A_stopped_server_is_looked_at_each_second_and_no_process_is_started_for_it()
    {
        var process = Server.Start();
        Ports.Processes.Stop(process);
        Begin();
        Reports.Events().Count.ShouldBe(2);
        Reports.Events()[0].ShouldBe(new ServerAppeared("unresponsive"));
        Reports.Events<ServerUnreachable>().Single().Reason.ShouldBe(UnreachableReason.Unresponsive);
        (View.Status, View.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Unresponsive));

        for (var look = 2; look <= 10; look++)
        {
            Advance(Ms(999));
            Server.Dials.Count.ShouldBe(look - 1);
            Advance(Ms(1));
            Server.Dials.Count.ShouldBe(look);
        }

        Server.Sent.ShouldBe(0);
        Reports.Events<ServerUnreachable>().Count.ShouldBe(1);
        Server.Dials.Made[^1].Known.ShouldBe(process);
    }

    [Fact]
    public void A_stopped_server_that_goes_on_is_connected_within_a_second()
    {
        var process = Server.Start();
        Ports.Processes.Stop(process);
        Begin();

        Ports.Processes.Stop(process, stopped: false);
        Advance(Seconds(1));

        View.Status.ShouldBe(ServerStatus.Connected);
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_silent_server_is_dialled_every_30_s_only()
    {
        Server.Start();
        Silence();
        Silence();
        Begin();
        (View.Reason, View.Error).ShouldBe((ServerReason.Unresponsive, "no answer within 5 s"));

        Advance(Ms(29_999));
        Server.Dials.Count.ShouldBe(1);
        Advance(Ms(1));
        Server.Dials.Count.ShouldBe(2);
        Advance(Ms(29_999));
        Server.Dials.Count.ShouldBe(2);
        Advance(Ms(1));

        View.Status.ShouldBe(ServerStatus.Connected);
        Reports.Events<ServerUnreachable>().Count.ShouldBe(1);
        Reports.Events<ServerReachable>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_full_backlog_is_silence_and_no_death()
    {
        Connect();
        Server.Verdict = new ProbeVerdict.BacklogFull();
        Server.EndConnections(Ends.Silent);
        Settle();

        Advance(Ms(250));

        View.Reason.ShouldBe(ServerReason.Unresponsive);
        View.Generation.ShouldBe(Server.Generation);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_silent_server_on_the_path_of_a_known_one_means_that_the_known_one_is_lost()
    {
        Connect();
        var first = Server.Generation;
        Server.EndConnections(Ends.Silent);
        Settle();
        Server.Start();
        Silence();

        Advance(Ms(250));

        Reports.GenerationOf(Reports.Events<ServerLost>().Single()).ShouldBe(first);
        (View.Reason, View.Generation).ShouldBe((ServerReason.Unresponsive, null));
    }

    [Fact]
    public void A_silent_server_that_is_reborn_is_dialled_at_once()
    {
        Server.Start();
        Silence();
        Begin();
        Advance(Seconds(1));
        Server.Start();

        SocketCreated();

        View.Status.ShouldBe(ServerStatus.Connected);
    }

    private void Silence() =>
        Server.Dials.Next(new DialOutcome.Unresponsive(Server.Process, Stopped: false, "no answer within 5 s"));
}
