using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>Kills of a connected server: by a client of its own, which says for whom the order is.</summary>
public sealed class KillTests : ServerScenario
{
    [Fact]
    public void A_kill_is_one_order_for_that_very_process_and_answered_when_it_is_gone()
    {
        var connection = Connect();
        var generation = Server.Generation;

        var asker = Kill();
        ShouldBeOrdered(Server.Process);
        asker.HasMessages.ShouldBeFalse();
        Server.Die(Ends.Orderly);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(generation);
        var loss = Reports.Events<ServerLost>().Single();
        (loss.Cause, Reports.GenerationOf(loss)).ShouldBe((LossCause.Killed, generation));
        Eventually(() => (View.Status, View.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Killed)));
        connection.Commands.Count.ShouldBe(0);
        Advance(Ms(250));
        View.Reason.ShouldBe(ServerReason.Killed);
    }

    [Fact]
    public void A_stopped_server_is_not_killed_and_nothing_is_sent_to_it()
    {
        Connect();
        Ports.Processes.Stop(Server.Process);

        var reason = Outcome(Kill()).ShouldBeOfType<KillOutcome.StillAlive>().Reason;

        reason.ShouldContain($"process {Server.Process.Pid} is stopped");
        reason.ShouldContain($"kill -CONT {Server.Process.Pid}");
        Ports.Client.Runs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_silent_server_is_not_killed_and_nothing_is_sent_to_it()
    {
        Connect().Lists.Hold();
        Advance(Seconds(2));
        Advance(Seconds(5));

        Outcome(Kill()).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain("does not answer, and nothing was sent to it");

        Ports.Client.Runs.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void By_force_a_server_gets_a_SIGKILL_and_not_a_word(bool stopped)
    {
        Connect();
        var process = Server.Process;
        Ports.Processes.Stop(process, stopped);
        Ports.Processes.OnKill = _ =>
        {
            Server.Die(Ends.Crashed);
            return true;
        };

        Outcome(Kill(force: true)).ShouldBeOfType<KillOutcome.Killed>();

        Ports.Processes.Killed.ShouldBe([process]);
        Ports.Client.Runs.Count.ShouldBe(0);
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    [Fact]
    public void A_process_that_cannot_be_signalled_is_still_alive()
    {
        Connect();
        Ports.Processes.OnKill = _ => false;

        Outcome(Kill(force: true)).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain("cannot be signalled");
    }

    [Fact]
    public void A_killed_server_is_lost_although_its_client_has_not_noticed()
    {
        var connection = Connect();
        var asker = Kill();
        Ports.Processes.End(Server.Process);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
        Eventually(() => connection.IsDisposed.ShouldBeTrue());
        View.Reason.ShouldBe(ServerReason.Killed);
    }

    [Fact]
    public void A_kill_is_written_to_the_log_for_the_audit_even_when_it_is_refused()
    {
        Connect();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        EventFilter.Warning(start: $"audit kill server=a generation={Server.Generation}").ExpectOne(() => Kill());
    }

    [Fact]
    public void A_kill_that_its_asker_writes_down_leaves_no_second_line()
    {
        Connect();

        EventFilter.Warning(contains: "audit").Expect(0, Ms(200), () =>
        {
            var asker = Kill(auditedFor: "boss");
            Server.Die(Ends.Orderly);
            Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        });
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_dies_only_by_force()
    {
        Connect();
        Ports.Processes.MakeAncestor(Server.Process.Pid);
        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>().Reason.ShouldContain("with force both end");

        Outcome(Kill(force: true)).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void Two_kills_are_one_order_and_both_are_answered()
    {
        Connect();
        var process = Server.Process;
        var first = Kill();
        var second = Kill();

        Server.Die(Ends.Orderly);

        ShouldBeOrdered(process);
        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
        Outcome(second).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void A_kill_that_tmux_refuses_says_so_and_a_later_end_is_not_called_a_kill()
    {
        Connect();
        Ports.Client.Runs.Next(Results.Exited(1, "", "not today\n"));

        var asker = Kill();

        Outcome(asker).ShouldBe(new KillOutcome.StillAlive("not today"));
        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Die(Ends.Orderly);
        SettleAll();
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Exited);
    }

    [Fact]
    public void A_server_that_does_not_die_in_10_s_is_still_alive_and_not_lost()
    {
        Connect();
        var asker = Kill();
        Advance(Ms(9_999));
        asker.HasMessages.ShouldBeFalse();

        Advance(Ms(1));

        Outcome(asker).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain("has not died within 10 s; --force");
        Reports.Events<ServerLost>().ShouldBeEmpty();
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void An_order_that_another_server_would_have_got_is_not_sent_and_said_so()
    {
        Connect();
        Ports.Client.Runs.Next(new TmuxResult.NotSent(NotSentReason.GenerationChanged, "process 7 listens there"));

        Outcome(Kill()).ShouldBe(new KillOutcome.StillAlive("process 7 listens there"));
    }

    [Fact]
    public void A_kill_whose_order_breaks_is_answered_and_costs_no_connection()
    {
        var connection = Connect();
        Ports.Client.Runs.ThrowNext(new InvalidOperationException("a broken port"));

        var asker = Kill();

        Outcome(asker).ShouldBe(new KillOutcome.StillAlive("a broken port"));
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void The_actor_of_a_kill_may_fail_and_goes_on_without_giving_the_order_again()
    {
        Connect();
        var process = Server.Process;
        var asker = Kill();
        Ports.Processes.FailWaits(new InvalidOperationException("a broken port"));
        Eventually(() => Ports.Processes.Waiting.ShouldBe(1));

        Server.Die(Ends.Orderly);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        ShouldBeOrdered(process);
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed()
    {
        Connect();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>();

        Ports.Client.Runs.Count.ShouldBe(0);
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void The_late_death_of_one_life_says_nothing_of_the_next()
    {
        Connect();
        var (first, process) = (Server.Generation, Server.Process);
        Advance(Seconds(1));
        var asker = Kill();

        // It has lost its path to another server before it was dead.
        Server.Start();
        SocketCreated();
        View.Generation.ShouldBe(Server.Generation);
        Ports.Processes.End(process);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(first);
        var loss = Reports.Events<ServerLost>().Single();
        (loss.Cause, Reports.GenerationOf(loss)).ShouldBe((LossCause.Killed, first));
        (View.Status, View.Generation).ShouldBe((ServerStatus.Connected, Server.Generation));
    }

    [Fact]
    public void The_next_generation_can_be_killed_while_the_end_of_the_first_is_still_awaited()
    {
        Connect();
        var process = Server.Process;
        var first = Kill();
        Server.Start();
        SocketCreated();

        var second = Kill();
        Ports.Client.Runs.Made.Select(run => run.Server.Expected).ShouldBe([process, Server.Process]);
        Ports.Processes.End(process);
        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
        second.HasMessages.ShouldBeFalse();
        Server.Die(Ends.Orderly);

        Outcome(second).ShouldBeOfType<KillOutcome.Killed>();
        Reports.Events<ServerLost>().Select(lost => lost.Cause).ShouldBe([LossCause.Killed, LossCause.Killed]);
    }

    [Fact]
    public void A_killed_server_whose_socket_goes_before_anybody_looked_again_is_killed()
    {
        Connect();
        var generation = Server.Generation;
        var asker = Kill();
        var actor = Watch(Actor);

        Ports.Sockets.Delete("a", told: false);
        Server.Die(Ends.Orderly, withoutSocket: true);
        actor.Tell(new ServerProtocol.SocketGone(Node, Name), ActorRefs.NoSender);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(generation);
        ExpectTerminated(actor);
        Eventually(() => Reports.Events<ServerRemoved>().Count.ShouldBe(1));
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    [Fact]
    public void A_kill_goes_on_over_a_restart_of_the_servers_actor()
    {
        Connect();
        var process = Server.Process;
        var asker = Kill();

        Fail();
        var again = Kill();
        Server.Die(Ends.Orderly);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Outcome(again).ShouldBeOfType<KillOutcome.Killed>();
        ShouldBeOrdered(process);
        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    private TestProbe Kill(bool force = false, string? auditedFor = null)
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name, force, auditedFor));
        Settle();
        return asker;
    }

    private void ShouldBeOrdered(ProcessIdentity process)
    {
        var run = Ports.Client.Runs.Made.ShouldHaveSingleItem();
        run.Line.ShouldBe(TmuxCommands.KillServer);
        run.Server.ShouldBe(new TmuxServerAddress(Server.Socket, process));
        run.Options.Deadline.ShouldBe(Settings.KillTimeout);
    }

    private static KillOutcome Outcome(TestProbe asker) => asker.ExpectMsg<ServerProtocol.KillEnded>().Outcome;
}
