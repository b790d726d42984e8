using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>Kills during a dial, and while backing off.</summary>
public sealed class KillWithoutConnectionTests : ServerScenario
{
    [Fact]
    public void A_kill_during_a_dial_is_ordered_at_once()
    {
        var dial = HoldFirstDial();
        var process = Server.Process;
        var asker = Kill();
        Eventually(() => Ports.Client.Runs.Made.Count.ShouldBe(1));
        Ports.Client.Runs.Made.Single().Server.ShouldBe(new TmuxServerAddress(Server.Socket, process));

        Server.Die(Ends.Orderly);
        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Server.Dials.HoldNoMore();
        dial.Answer(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));

        Eventually(() => View.Status.ShouldBe(ServerStatus.BackingOff));
        Reports.Events<ServerConnected>().ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_that_a_dial_opens_to_a_killed_server_is_closed()
    {
        var dial = HoldFirstDial();
        var outcome = Server.Connect();
        Server.Dials.HoldNoMore();
        var asker = Kill();
        Server.Die(Ends.Orderly);

        dial.Answer(outcome);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Eventually(() => Ports.Dialer.OpenConnections.ShouldBe(0));
        Reports.Events<ServerConnected>().ShouldBeEmpty();
    }

    [Fact]
    public void A_kill_during_a_dial_of_a_server_that_is_dead_is_answered_so()
    {
        HoldFirstDial();
        Server.Die(Ends.Crashed);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.AlreadyDead>();

        Ports.Client.Runs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_kill_whose_servers_socket_and_process_go_is_answered_so()
    {
        HoldFirstDial();
        var asker = Kill();
        Server.Die(Ends.Crashed, withoutSocket: true);

        SocketGone();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed_by_a_kill_during_its_dial()
    {
        var dial = HoldFirstDial();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>();

        Ports.Client.Runs.Count.ShouldBe(0);
        dial.Cancel();
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed_while_backing_off()
    {
        BackOff();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>();

        Ports.Client.Runs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_kill_of_a_dead_server_is_answered_so_and_starts_nothing()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        Outcome(Kill()).ShouldBeOfType<KillOutcome.AlreadyDead>();

        Ports.Client.Runs.Count.ShouldBe(0);
        Server.Sent.ShouldBe(0);
    }

    [Fact]
    public void A_kill_while_backing_off_is_one_order_however_often_it_is_asked_for()
    {
        BackOff();
        var process = Server.Process;

        var asker = Kill();
        var again = Kill();

        Eventually(() => Ports.Client.Runs.Made.Count.ShouldBe(1));
        var run = Ports.Client.Runs.Made.Single();
        (run.Line, run.Server.Expected).ShouldBe((TmuxCommands.KillServer, process));
        Server.Die(Ends.Orderly);
        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(Server.Generation);
        Outcome(again).ShouldBeOfType<KillOutcome.Killed>();
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    [Fact]
    public void A_second_kill_just_behind_the_death_does_not_take_the_first_ones_answer()
    {
        BackOff();
        var first = Kill();
        Server.Die(Ends.Orderly);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.AlreadyDead>();

        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void A_kill_that_could_not_be_sent_says_why_and_a_later_end_is_not_called_a_kill()
    {
        BackOff();
        Ports.Client.Runs.Next(new TmuxResult.NotSent(NotSentReason.NoDescriptor, "no file descriptor is left"));

        Outcome(Kill()).ShouldBe(new KillOutcome.StillAlive("no file descriptor is left"));

        Server.Die(Ends.Crashed);
        Eventually(() => Reports.Events<ServerLost>().Single().Cause.ShouldNotBe(LossCause.Killed));
    }

    [Fact]
    public void A_server_with_a_full_backlog_is_not_said_to_be_dead()
    {
        Server.Verdict = new ProbeVerdict.BacklogFull();
        Begin();

        Outcome(Kill()).ShouldBeOfType<KillOutcome.StillAlive>();
    }

    [Fact]
    public void A_server_of_another_user_is_not_touched_and_not_said_to_be_dead()
    {
        Server.Verdict = new ProbeVerdict.NotOurs("it belongs to user 0");
        Begin();

        Outcome(Kill()).ShouldBe(new KillOutcome.Refused("it belongs to user 0"));
    }

    [Fact]
    public void A_vanished_server_is_not_said_to_be_dead_and_the_answer_names_its_process()
    {
        BackOff();
        Server.Verdict = new ProbeVerdict.Absent();
        SocketGone();

        Outcome(Kill()).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain($"--force ends its process {Server.Process.Pid}");
    }

    [Fact]
    public void A_vanished_server_dies_by_force()
    {
        BackOff();
        var process = Server.Process;
        Server.Verdict = new ProbeVerdict.Absent();
        SocketGone();

        Outcome(Kill(force: true)).ShouldBeOfType<KillOutcome.Killed>();

        Ports.Processes.Killed.ShouldBe([process]);
        Eventually(() => Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed));
    }

    [Fact]
    public void A_released_server_can_be_killed()
    {
        Server.Start();
        Server.Dials.Next(new DialOutcome.Released(Server.Report));
        Begin();

        var asker = Kill();
        Server.Die(Ends.Orderly);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(Server.Generation);
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    private void BackOff()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        View.Status.ShouldBe(ServerStatus.BackingOff);
    }

    private TestProbe Kill(bool force = false)
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name, force));
        Settle();
        return asker;
    }

    private static KillOutcome Outcome(TestProbe asker) => asker.ExpectMsg<ServerProtocol.KillEnded>().Outcome;
}
