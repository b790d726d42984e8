using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

public sealed class ObserveTests : ServerScenario
{
    private static readonly TmuxCommand KillAnchor = new("kill-session", "-t", "=_rk-ctl:");

    [Fact]
    public void An_observed_server_whose_last_session_ends_loses_our_anchor_so_that_it_ends()
    {
        var connection = Observe(madeAnchor: true, anchorIsKept: false);

        LastSessionEnds(connection);

        Eventually(() => connection.Commands.Made.ShouldBe([KillAnchor]));
    }

    [Fact]
    public void An_anchor_that_another_plane_keeps_is_left_alone()
    {
        var connection = Observe(madeAnchor: true, anchorIsKept: true);

        LastSessionEnds(connection);
        Settle();

        connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void An_anchor_that_another_plane_made_is_left_alone()
    {
        var connection = Observe(madeAnchor: false, anchorIsKept: false);

        LastSessionEnds(connection);
        Settle();

        connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_server_that_had_no_session_of_its_user_keeps_the_anchor()
    {
        Settings = Settings with { Guard = GuardPolicy.Observe };
        Server.Start();
        Server.Report = Server.Report with { AnchorIsKept = false, State = FakeState.Of("_rk-ctl") };
        Begin();
        SettleMirror();

        var renamed = FakeState.Of("_rk-ctl").Windows.Values.Single() with { Name = "renamed" };
        Server.Connection.Change(FakeState.Of("_rk-ctl") with { Windows = FakeState.Of("_rk-ctl").Windows.SetItem(renamed.Id, renamed) });
        SettleMirror();
        Advance(Ms(10));

        Eventually(() => View.Revision.ShouldBe(1));
        Settle();
        Server.Connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_guarded_server_keeps_its_anchor_when_the_last_session_ends()
    {
        var connection = Connect();

        LastSessionEnds(connection);
        Settle();

        connection.Commands.Count.ShouldBe(0);
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    private FakeConnection Observe(bool madeAnchor, bool anchorIsKept)
    {
        Settings = Settings with { Guard = GuardPolicy.Observe };
        Server.Start();
        Server.Report = Server.Report with { MadeAnchor = madeAnchor, AnchorIsKept = anchorIsKept };
        Begin();
        SettleMirror();
        return Server.Connection;
    }

    private void LastSessionEnds(FakeConnection connection)
    {
        connection.Change(FakeState.Of((1, "_rk-ctl")));
        SettleMirror();
        Advance(Ms(10));
        Eventually(() => Told.Events<SessionRemoved>().Count.ShouldBe(1));
    }
}
