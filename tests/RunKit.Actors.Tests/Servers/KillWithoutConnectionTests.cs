using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>Kills during a dial, and while backing off.</summary>
public sealed class KillWithoutConnectionTests : ServerScenario
{
    private static readonly TmuxCommand KillServer = new("kill-server");

    [Fact]
    public void A_kill_during_a_dial_is_carried_out_over_the_connection_that_it_opens()
    {
        var dial = HoldFirstDial();
        var asker = Kill();
        Ports.OneShot.Runs.Count.ShouldBe(0);

        dial.Answer(Server.Connect());
        SettleMirror();
        Server.Connection.Commands.Made.ShouldBe([KillServer]);
        Server.Dials.HoldNoMore();
        Server.Die(Ends.Orderly);
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(Server.Generation);
    }

    [Fact]
    public void A_kill_during_a_dial_that_finds_the_server_dead_is_answered_so()
    {
        var dial = HoldFirstDial();
        var asker = Kill();
        Server.Die(Ends.Crashed);
        Server.Dials.HoldNoMore();

        dial.Answer(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));

        Outcome(asker).ShouldBeOfType<KillOutcome.AlreadyDead>();
    }

    [Fact]
    public void A_kill_during_a_dial_whose_socket_and_server_go_is_answered_so()
    {
        HoldFirstDial();
        var asker = Kill();
        Server.Die(Ends.Crashed);

        Actor.Tell(new ServerProtocol.SocketGone(Node, Name), ActorRefs.NoSender);

        Outcome(asker).ShouldBeOfType<KillOutcome.AlreadyDead>();
    }

    [Fact]
    public void A_kill_during_a_dial_that_fails_is_carried_out_by_one_process()
    {
        var dial = HoldFirstDial();
        var asker = Kill();

        dial.Answer(new DialOutcome.Unresponsive(Server.Process, Stopped: false, "no answer within 5 s"));
        SettleMirror();
        Ports.OneShot.Runs.Made.ShouldBe([TmuxArguments.Join(Server.Socket, KillServer)]);
        Server.Dials.HoldNoMore();
        Server.Die(Ends.Orderly);
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Advance(Ms(250));
        View.Reason.ShouldBe(ServerReason.Killed);
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed_by_a_kill_during_its_dial()
    {
        var dial = HoldFirstDial();
        Ports.Processes.MakeAncestor(Server.Process.Pid);
        var asker = Kill();

        dial.Answer(Server.Connect());

        Outcome(asker).ShouldBeOfType<KillOutcome.Refused>();
        Settle();
        Server.Connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed_while_backing_off()
    {
        BackOff();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>();

        Ports.OneShot.Runs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_kill_of_a_dead_server_is_answered_so_and_starts_nothing()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        Outcome(Kill()).ShouldBeOfType<KillOutcome.AlreadyDead>();

        Ports.OneShot.Runs.Count.ShouldBe(0);
        Server.Spawned.ShouldBe(0);
    }

    [Fact]
    public void A_kill_while_backing_off_is_one_process_that_starts_no_server()
    {
        BackOff();

        var asker = Kill();
        var again = Kill();

        var run = Ports.OneShot.Runs.Made.Single();
        run.ShouldBe(TmuxArguments.Join(Server.Socket, KillServer));
        run.MayStartServer.ShouldBeFalse();
        run.Words.ShouldContain("-N");
        Server.Die(Ends.Orderly);
        Look();
        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(Server.Generation);
        Outcome(again).ShouldBeOfType<KillOutcome.Killed>();
        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    [Fact]
    public void A_second_kill_just_behind_the_death_does_not_take_the_first_ones_answer()
    {
        BackOff();
        var first = Kill();
        Server.Die(Ends.Orderly);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.AlreadyDead>();
        Look();

        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void A_kill_that_no_process_could_be_started_for_says_why()
    {
        BackOff();
        Ports.OneShot.Runs.Next(new OneShotResult.NotStarted("no such program"));

        Outcome(Kill()).ShouldBe(new KillOutcome.StillAlive("no such program"));

        Server.Die(Ends.Crashed);
        Advance(Ms(10));
        Told.Events<ServerLost>().Single().Cause.ShouldNotBe(LossCause.Killed);
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

        Outcome(Kill()).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain($"kill {Server.Process.Pid}");
    }

    [Fact]
    public void A_released_server_can_be_killed()
    {
        Server.Start();
        Server.Dials.Next(new DialOutcome.Released(Server.Report));
        Begin();

        var asker = Kill();
        Server.Die(Ends.Orderly);
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(Server.Generation);
        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    private void BackOff()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        View.Status.ShouldBe(ServerStatus.BackingOff);
    }

    private TestProbe Kill()
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name));
        SettleMirror();
        return asker;
    }

    /// <summary>Time for one more look at the victim.</summary>
    private void Look()
    {
        SettleMirror();
        Advance(Ms(10));
        SettleMirror();
    }

    private static KillOutcome Outcome(TestProbe asker) => asker.ExpectMsg<ServerProtocol.KillEnded>().Outcome;
}
