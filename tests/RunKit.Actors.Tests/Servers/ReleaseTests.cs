using Akka.TestKit;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class ReleaseTests : ServerScenario
{
    private static readonly CommandOutcome Done = CommandOutcome.Completed.Of("its hooks are as they were");

    [Fact]
    public void A_release_is_done_over_the_connection_which_is_closed_then_and_the_server_is_left_alone()
    {
        var connection = Connect();

        Release().ShouldBe(Done);
        SettleAll();
        Advance(Seconds(60));

        connection.Releases.Made.ShouldBe([false]);
        connection.IsDisposed.ShouldBeTrue();
        (View.Status, View.Reason, View.Guard).ShouldBe((ServerStatus.BackingOff, ServerReason.Released, GuardState.None));
        View.Generation.ShouldBe(Server.Generation);
        Server.Dials.Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void A_release_that_would_end_the_server_is_refused_and_the_server_stays_guarded()
    {
        var connection = Connect();
        connection.Releases.Next(new CommandOutcome.NotSent("releasing it would end it"));

        Release().ShouldBe(new CommandOutcome.NotSent("releasing it would end it"));
        SettleAll();

        (View.Status, View.Guard, connection.IsDisposed).ShouldBe((ServerStatus.Connected, GuardState.Floor, false));
    }

    [Fact]
    public void A_release_is_forced_when_its_asker_says_so()
    {
        var connection = Connect();

        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Release(Node, Name, Force: true)).Outcome.ShouldBe(Done);

        connection.Releases.Made.ShouldBe([true]);
    }

    [Fact]
    public void A_release_is_written_to_the_log_for_the_audit()
    {
        Connect();

        EventFilter.Warning(start: "audit release server=a").ExpectOne(() => Release());
    }

    [Fact]
    public void A_release_that_its_asker_writes_down_leaves_no_second_line()
    {
        Connect();

        EventFilter.Warning(contains: "audit").Expect(
            0, TimeSpan.FromMilliseconds(200), () => Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Release(Node, Name, AuditedFor: "boss")).Outcome.ShouldBe(Done));
    }

    [Fact]
    public void A_release_that_ends_the_server_with_it_is_done_and_the_server_lost()
    {
        var connection = Connect();
        connection.Releases.Hold();
        var asker = StartRelease();

        connection.Releases.Held.Single().Answer(Done);
        Server.Die(Ends.Orderly);

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(Done);
        Eventually(() => Reports.Events<ServerLost>().Count.ShouldBe(1));
        Eventually(() => View.Reason.ShouldBe(ServerReason.ServerDead));
    }

    [Fact]
    public void A_release_cut_short_by_the_connection_is_unknown_and_the_server_is_guarded_again()
    {
        var connection = Connect();
        connection.Releases.Hold();
        var asker = StartRelease();

        Server.EndConnections(Ends.Silent);

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Unknown>();
        SettleAll();
        Advance(Ms(250));
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_release_that_tmux_refuses_says_so_and_the_server_stays_connected()
    {
        var connection = Connect();
        connection.Releases.Next(new CommandOutcome.Failed("no"));

        Release().ShouldBe(new CommandOutcome.Failed("no"));
        Settle();

        View.Status.ShouldBe(ServerStatus.Connected);
        connection.Releases.Count.ShouldBe(1);
        Server.EndConnections(Ends.Silent);
        Settle();
        View.Reason.ShouldBe(ServerReason.ConnectionLost);
    }

    [Fact]
    public void A_release_without_a_connection_is_kept_for_the_next_one()
    {
        var dial = HoldFirstDial();

        Release().ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("it will be released when it is");
        dial.Answer(Server.Connect());
        SettleAll();
        Settle();

        Server.Connection.Releases.Made.ShouldBe([false]);
        View.Reason.ShouldBe(ServerReason.Released);
    }

    [Fact]
    public void A_server_that_is_marked_as_released_is_known_and_left_alone()
    {
        Server.Start();
        Server.Dials.Next(new DialOutcome.Released(Server.Report with { Guard = GuardState.None }));

        Begin();
        Advance(Seconds(60));

        (View.Status, View.Reason, View.Guard, View.Sessions, View.Attempt)
            .ShouldBe((ServerStatus.BackingOff, ServerReason.Released, GuardState.None, 1, 0));
        View.Generation.ShouldBe(Server.Generation);
        Reports.Events().ShouldBe([new ServerAppeared("alive")]);
        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_released_server_is_released_already()
    {
        Connect();
        Release();
        Settle();

        Release().ShouldBeOfType<CommandOutcome.Completed>();
    }

    [Fact]
    public void A_released_server_that_dies_is_lost_without_a_cause_that_nobody_saw()
    {
        Connect();
        Release();
        Settle();
        Advance(Seconds(60));

        Server.Die(Ends.Crashed);
        Settle();

        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Unknown);
        View.Reason.ShouldBe(ServerReason.ServerDead);
    }

    [Fact]
    public void A_guard_after_a_release_dials_and_takes_it_back()
    {
        Connect();
        Release();
        Settle();
        Advance(Seconds(1));

        Guard().ShouldBeOfType<CommandOutcome.Completed>();
        Settle();

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
        Server.EndConnections(Ends.Silent);
        Settle();
        Advance(Ms(250));
        Server.Dials.Made[^1].Reguard.ShouldBeFalse();
    }

    [Fact]
    public void A_guard_while_connected_is_done_already()
    {
        var connection = Connect();

        Guard().ShouldBeOfType<CommandOutcome.Completed>();

        Server.Dials.Count.ShouldBe(1);
        connection.Releases.Count.ShouldBe(0);
    }

    [Fact]
    public void A_guard_during_a_dial_that_finds_the_release_is_not_forgotten()
    {
        var dial = HoldFirstDial();
        var guard = StartGuard();

        Server.Dials.HoldNoMore();
        dial.Answer(new DialOutcome.Released(Server.Report));
        Settle();
        Advance(Ms(250));

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
        guard.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Completed>();
    }

    [Fact]
    public void A_guard_in_the_middle_of_a_release_dials_again_behind_it()
    {
        var connection = Connect();
        connection.Releases.Hold();
        var asker = StartRelease();
        var guard = StartGuard();
        connection.Releases.Held.Single().Answer(Done);
        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(Done);
        Settle();

        Advance(Ms(250));

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
        guard.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Completed>();
    }

    [Fact]
    public void A_guard_takes_back_a_release_that_was_kept_for_later()
    {
        var dial = HoldFirstDial();
        Release();

        var guard = StartGuard();
        dial.Answer(Server.Connect());
        Settle();

        Server.Connection.Releases.Count.ShouldBe(0);
        View.Status.ShouldBe(ServerStatus.Connected);
        guard.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Completed>();
    }

    [Fact]
    public void A_release_that_was_wanted_of_one_life_is_not_done_to_the_next()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        Release();
        Server.Die(Ends.Crashed);
        Server.Start();
        SocketCreated();

        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Connection.Releases.Count.ShouldBe(0);
    }

    private CommandOutcome Release() =>
        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Release(Node, Name)).Outcome;

    private CommandOutcome Guard() =>
        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Guard(Node, Name)).Outcome;

    private TestProbe StartGuard()
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Guard(Node, Name));
        Settle();
        return asker;
    }

    private TestProbe StartRelease()
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Release(Node, Name));
        Settle();
        SettleAll();
        return asker;
    }
}
