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
    private static readonly CommandOutcome Done = new CommandOutcome.Completed([]);

    [Fact]
    public void A_release_puts_everything_back_in_band_and_stays_away()
    {
        var connection = Connect();

        Release().ShouldBe(Done);
        Settle();
        Advance(Seconds(60));

        connection.Commands.Made.ShouldBe(DialScript.Release(Settings.Anchor));
        connection.IsDisposed.ShouldBeTrue();
        (View.Status, View.Reason, View.Guard).ShouldBe((ServerStatus.BackingOff, ServerReason.Released, GuardState.None));
        View.Generation.ShouldBe(Server.Generation);
        Server.Dials.Count.ShouldBe(1);
        Told.Events<ServerLost>().ShouldBeEmpty();
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
            0, TimeSpan.FromMilliseconds(200), () => Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Release(Node, Name, "boss")).Outcome.ShouldBe(Done));
    }

    [Fact]
    public void A_release_whose_last_command_ends_the_connection_is_done()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var asker = StartRelease();
        AnswerReleaseUpTo(connection, "kill-session");

        Server.EndConnections(Ends.Orderly);

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(Done);
        Settle();
        Advance(Seconds(60));
        (View.Status, View.Reason, View.Guard).ShouldBe((ServerStatus.BackingOff, ServerReason.Released, GuardState.None));
        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_release_cut_short_by_the_connection_is_unknown_and_the_server_is_guarded_again()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var asker = StartRelease();

        Server.EndConnections(Ends.Silent);

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Unknown>();
        Settle();
        Advance(Ms(250));
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_release_that_tmux_refuses_says_so_and_the_server_stays_connected()
    {
        var connection = Connect();
        connection.Commands.Next(new CommandOutcome.Failed("no"));

        Release().ShouldBe(new CommandOutcome.Failed("no"));
        Settle();

        View.Status.ShouldBe(ServerStatus.Connected);
        connection.Commands.Count.ShouldBe(1);
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
        Settle();

        Server.Connection.Commands.Made.ShouldBe(DialScript.Release(Settings.Anchor));
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
        Told.Events().ShouldBe([new ServerAppeared("alive")]);
        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_released_server_is_released_already()
    {
        Connect();
        Release();
        Settle();

        Release().ShouldBe(Done);
    }

    [Fact]
    public void A_released_server_that_dies_is_lost_without_a_cause_that_nobody_saw()
    {
        Connect();
        Release();
        Settle();
        Advance(Seconds(60));

        Server.Die(Ends.Crashed);
        Advance(Ms(320));

        Told.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Unknown);
        View.Reason.ShouldBe(ServerReason.ServerDead);
    }

    [Fact]
    public void A_guard_after_a_release_dials_and_takes_it_back()
    {
        Connect();
        Release();
        Settle();
        Advance(Seconds(1));

        Guard().ShouldBe(Done);
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

        Guard().ShouldBe(Done);

        Server.Dials.Count.ShouldBe(1);
        connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_guard_during_a_dial_that_finds_the_release_is_not_forgotten()
    {
        var dial = HoldFirstDial();
        Guard().ShouldBe(Done);

        Server.Dials.HoldNoMore();
        dial.Answer(new DialOutcome.Released(Server.Report));
        Settle();
        Advance(Ms(250));

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_guard_in_the_middle_of_a_release_dials_again_behind_it()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var asker = StartRelease();
        Guard().ShouldBe(Done);
        AnswerReleaseUpTo(connection, null);
        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(Done);
        Settle();

        Advance(Ms(250));

        Server.Dials.Made[^1].Reguard.ShouldBeTrue();
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_guard_takes_back_a_release_that_was_kept_for_later()
    {
        var dial = HoldFirstDial();
        Release();

        Guard().ShouldBe(Done);
        dial.Answer(Server.Connect());
        Settle();

        Server.Connection.Commands.Count.ShouldBe(0);
        View.Status.ShouldBe(ServerStatus.Connected);
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

        Advance(Ms(250));

        View.Status.ShouldBe(ServerStatus.Connected);
        Server.Connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_client_in_a_users_session_goes_too_when_its_server_is_released()
    {
        Settings = Settings with { Attach = AttachTarget.FirstSession };
        var connection = Connect();
        connection.Commands.Made.Single().ShouldBe(new TmuxCommand("switch-client", "-t", "$0"));

        Release().ShouldBe(Done);
        Settle();

        connection.IsDisposed.ShouldBeTrue();
        View.Reason.ShouldBe(ServerReason.Released);
    }

    private CommandOutcome Release() =>
        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Release(Node, Name)).Outcome;

    private CommandOutcome Guard() =>
        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Guard(Node, Name)).Outcome;

    private TestProbe StartRelease()
    {
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Release(Node, Name));
        Settle();
        return asker;
    }

    private static void AnswerReleaseUpTo(FakeConnection connection, string? command)
    {
        while (connection.Commands.Held is [var next] && next.Request.Name != command)
        {
            next.Answer(Done);
        }
    }
}
