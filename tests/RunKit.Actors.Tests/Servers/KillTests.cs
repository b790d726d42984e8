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

/// <summary>Kills over a connection.</summary>
public sealed class KillTests : ServerScenario
{
    private static readonly TmuxCommand KillServer = new("kill-server");

    [Fact]
    public void A_kill_goes_over_the_connection_and_is_answered_when_the_process_is_gone()
    {
        var connection = Connect();
        var generation = Server.Generation;

        var asker = Kill();
        connection.Commands.Made.ShouldBe([KillServer]);
        Look();
        asker.HasMessages.ShouldBeFalse();
        Server.Die(Ends.Orderly);
        Look();

        var killed = Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        killed.Generation.ShouldBe(generation);
        var loss = Told.Events<ServerLost>().Single();
        (loss.Cause, Told.GenerationOf(loss)).ShouldBe((LossCause.Killed, generation));
        (View.Status, View.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Killed));
        Ports.OneShot.Runs.Count.ShouldBe(0);
        Advance(Ms(250));
        View.Reason.ShouldBe(ServerReason.Killed);
    }

    [Fact]
    public void A_killed_server_is_lost_although_its_client_has_not_noticed()
    {
        var connection = Connect();
        var asker = Kill();
        Ports.Processes.End(Server.Process);
        Server.Verdict = new ProbeVerdict.Refused();

        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
        connection.IsDisposed.ShouldBeTrue();
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
            Look();
            Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        });
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_dies_only_by_force()
    {
        Connect();
        Ports.Processes.MakeAncestor(Server.Process.Pid);
        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>().Reason.ShouldContain("with force both end");

        var forced = Kill(force: true);
        Server.Die(Ends.Orderly);
        Look();

        Outcome(forced).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void Two_kills_are_one_order_and_both_are_answered()
    {
        var connection = Connect();
        var first = Kill();
        var second = Kill();

        Server.Die(Ends.Orderly);
        Look();

        connection.Commands.Made.ShouldBe([KillServer]);
        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
        Outcome(second).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void A_kill_that_tmux_refuses_says_so_and_a_later_end_is_not_called_a_kill()
    {
        Connect().Commands.Next(new CommandOutcome.Failed("not today"));

        var asker = Kill();

        Outcome(asker).ShouldBe(new KillOutcome.StillAlive("not today"));
        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Die(Ends.Orderly);
        Settle();
        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Exited);
    }

    [Fact]
    public void A_server_that_does_not_die_in_10_s_is_still_alive_and_not_lost()
    {
        Connect();
        var asker = Kill();
        Advance(Ms(9_999));
        SettleMirror();
        asker.HasMessages.ShouldBeFalse();

        Advance(Ms(1));
        SettleMirror();

        Outcome(asker).ShouldBeOfType<KillOutcome.StillAlive>().Reason.ShouldContain($"kill -KILL {Server.Process.Pid}");
        Told.Events<ServerLost>().ShouldBeEmpty();
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_kill_that_never_left_because_the_connection_was_gone_is_given_by_a_process()
    {
        Connect().Commands.Next(new CommandOutcome.NotSent("the connection has ended"));

        var asker = Kill();
        Ports.OneShot.Runs.Made.Single().ShouldBe(TmuxArguments.Join(Server.Socket, KillServer));
        Server.Die(Ends.Orderly);
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
    }

    [Fact]
    public void A_kill_whose_order_breaks_is_answered_and_costs_no_connection()
    {
        var connection = Connect();
        connection.Commands.ThrowNext(new InvalidOperationException("a broken port"));

        var asker = Kill();

        Outcome(asker).ShouldBe(new KillOutcome.StillAlive("a broken port"));
        connection.IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public void Whoever_watches_the_victim_may_fail_and_goes_on_without_giving_the_order_again()
    {
        var connection = Connect();
        var asker = Kill();
        Ports.Processes.ThrowNext(new InvalidOperationException("a broken port"));
        Look();

        Server.Die(Ends.Orderly);
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>();
        connection.Commands.Made.ShouldBe([KillServer]);
    }

    [Fact]
    public void The_server_that_RunKit_runs_in_is_not_killed()
    {
        var connection = Connect();
        Ports.Processes.MakeAncestor(Server.Process.Pid);

        Outcome(Kill()).ShouldBeOfType<KillOutcome.Refused>();

        connection.Commands.Count.ShouldBe(0);
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
        Look();

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(first);
        var loss = Told.Events<ServerLost>().Single();
        (loss.Cause, Told.GenerationOf(loss)).ShouldBe((LossCause.Killed, first));
        (View.Status, View.Generation).ShouldBe((ServerStatus.Connected, Server.Generation));
    }

    [Fact]
    public void A_kill_of_the_next_life_waits_for_the_end_of_the_first()
    {
        Connect();
        var process = Server.Process;
        Advance(Seconds(1));
        var first = Kill();
        Server.Start();
        SocketCreated();

        var second = Kill();
        Server.Connection.Commands.Count.ShouldBe(0);
        Ports.Processes.End(process);
        Look();
        Outcome(first).ShouldBeOfType<KillOutcome.Killed>();
        Server.Connection.Commands.Made.ShouldBe([KillServer]);
        Server.Die(Ends.Orderly);
        Look();

        Outcome(second).ShouldBeOfType<KillOutcome.Killed>();
        Told.Events<ServerLost>().Count.ShouldBe(2);
    }

    [Fact]
    public void A_killed_server_whose_socket_goes_before_anybody_looked_again_is_killed()
    {
        Connect();
        var generation = Server.Generation;
        var asker = Kill();
        Server.EndConnections(Ends.Orderly);
        Settle();
        Server.Die(Ends.Orderly);
        Watch(Actor);

        Actor.Tell(new ServerProtocol.SocketGone(Node, Name), ActorRefs.NoSender);

        Outcome(asker).ShouldBeOfType<KillOutcome.Killed>().Generation.ShouldBe(generation);
        ExpectTerminated(Actor);
    }

    [Fact]
    public void A_kill_is_answered_when_its_actor_fails()
    {
        Connect();
        var asker = Kill();

        Tell(Akka.Actor.Kill.Instance);

        Outcome(asker).ShouldBeOfType<KillOutcome.Refused>();
        Server.Die(Ends.Orderly);
        Advance(Ms(10));
        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Killed);
    }

    private TestProbe Kill(bool force = false, string? auditedFor = null)
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name, force, auditedFor));
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
