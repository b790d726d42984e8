using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

public class ServerStateTests
{
    [Fact]
    public void Hidden_sessions_and_what_only_they_hold_are_not_counted()
    {
        var state = States.Of(
            Row(session: 0, window: 0, pane: 0, sessionName: "_rk-pool"),
            Row(session: 1, window: 1, pane: 1), Row(session: 1, window: 1, pane: 2, paneActive: false),
            Row(session: 2, window: 1, pane: 1, sessionName: "other"), Row(session: 2, window: 3, pane: 4, windowIndex: 1, sessionName: "other"));
        state.Counts().ShouldBe(new StateCounts(Sessions: 2, Windows: 2, Panes: 3));
    }

    [Fact]
    public void The_first_real_session_is_the_lowest_numbered_that_is_not_hidden()
    {
        var state = States.Of(
            Row(session: 7, sessionName: "late"), Row(session: 3, sessionName: "early"), Row(session: 1, sessionName: "_rk-pool"));
        state.FirstRealSession.ShouldNotBeNull().Id.ShouldBe(new SessionId(3));
        States.Of(Row(sessionName: "_rk-pool")).FirstRealSession.ShouldBeNull();
        ServerState.Empty.FirstRealSession.ShouldBeNull();
    }

    [Fact]
    public void Only_the_prefix_hides() =>
        States.Of(Row(session: 1, sessionName: "x_rk-ctl"), Row(session: 2, sessionName: "_RK-x"), Row(session: 3, sessionName: "_rk"))
            .VisibleSessions.Count().ShouldBe(3);

    [Fact]
    public void An_anchor_is_hidden_by_its_mark_and_a_users_session_of_its_name_is_not()
    {
        var named = States.Of(Row(sessionName: "_rk-ctl"));
        named.VisibleSessions.Count().ShouldBe(1);

        var session = named.Sessions.Values.Single();
        (session with { Name = "mine", Mark = "%0" }).IsHidden.ShouldBeTrue();
    }

    [Fact]
    public void A_session_without_a_current_window_says_so() =>
        States.Of(Row(windowActive: false)).Sessions.Values.Single().ActiveWindow.ShouldBeNull();

    [Fact]
    public void Sessions_are_equal_by_their_windows()
    {
        States.Of(Row()).Sessions.Values.Single().ShouldBe(States.Of(Row()).Sessions.Values.Single());
        States.Of(Row()).Sessions.Values.Single().ShouldNotBe(States.Of(Row(windowIndex: 1)).Sessions.Values.Single());
    }
}

/// <summary>States read from listings.</summary>
internal static class States
{
    public static ServerState Of(params byte[][] rows)
    {
        StateReader.TryRead(Listing.Of(rows), out var state, out var problem).ShouldBeTrue(problem);
        return state;
    }
}
