using System.Collections.Immutable;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Tests.Lifecycle;

public sealed class AnchorRulesTests
{
    private static readonly TerminalSize Screen = new(80, 24);
    private ServerState _state = ServerState.Empty;

    [Fact]
    public void A_server_without_a_mark_has_no_anchor_whatever_its_sessions_are_called()
    {
        AddSession(0, "main", windows: 0);
        AddSession(1, "_rk-ctl", windows: 1);

        var rules = Rules();

        (rules.Session, rules.Pane, rules.IsRenamed, rules.IsOursAlone).ShouldBe((null, null, false, false));
        (rules.Strayed, rules.Widowed).ShouldBe(([], []));
    }

    [Fact]
    public void A_marked_session_with_our_pane_alone_is_ours_alone()
    {
        AddSession(0, "main", windows: 0);
        AddSession(1, "_rk-ctl", mark: "%1", windows: 1);

        var rules = Rules();

        (rules.Session!.Id, rules.Pane, rules.IsRenamed, rules.IsOursAlone).ShouldBe((new SessionId(1), new PaneId(1), false, true));
        rules.Strayed.ShouldBeEmpty();
    }

    [Fact]
    public void A_renamed_anchor_is_known_by_its_mark_and_gets_its_name_back_if_that_is_free()
    {
        AddSession(1, "mine", mark: "%1", windows: 1);
        Rules().IsRenamed.ShouldBeTrue();

        AddSession(2, "_rk-ctl", windows: 2);
        Rules().IsRenamed.ShouldBeFalse();
    }

    [Fact]
    public void Other_windows_and_other_panes_have_strayed()
    {
        AddSession(1, "_rk-ctl", mark: "%1", windows: [1, 2]);
        AddPane(7, window: 1, "vi");

        var rules = Rules();

        rules.IsOursAlone.ShouldBeFalse();
        rules.Strayed.ShouldBe(
        [
            new Stray(new WindowId(2), null, "w2", IsCurrent: false),
            new Stray(new WindowId(1), new PaneId(7), "vi", IsCurrent: true),
        ]);
    }

    [Fact]
    public void A_marked_session_without_our_pane_is_the_users_now()
    {
        AddSession(1, "_rk-ctl", mark: "%99", windows: 1);

        var rules = Rules();

        rules.Session.ShouldBeNull();
        rules.Widowed.ShouldBe([new SessionId(1)]);
        rules.IsOursAlone.ShouldBeFalse();
    }

    [Fact]
    public void Our_pane_in_another_session_makes_no_anchor_of_that_one()
    {
        AddSession(0, "main", windows: 0);
        AddSession(1, "_rk-ctl", mark: "%0", windows: 1);

        Rules().Session.ShouldBeNull();
    }

    [Fact]
    public void Of_two_anchors_the_first_counts_and_the_other_is_widowed()
    {
        AddSession(1, "_rk-ctl", mark: "%1", windows: 1);
        AddSession(2, "_rk-ctl-2", mark: "%2", windows: 2);

        var rules = Rules();

        rules.Session!.Id.ShouldBe(new SessionId(1));
        rules.Widowed.ShouldBe([new SessionId(2)]);
    }

    [Fact]
    public void An_anchor_of_another_program_has_no_pane_of_ours_and_nothing_in_its_first_window_strayed()
    {
        AddSession(1, "_rk-ctl", mark: "1", windows: [1, 2]);
        AddPane(7, window: 1, "vi");

        var rules = Rules();

        (rules.Session!.Id.Number, rules.Pane).ShouldBe((1u, null));
        rules.Strayed.Single().Window.ShouldBe(new WindowId(2));
    }

    private AnchorRules Rules() => AnchorRules.From(_state, AnchorNames.Default);

    private void AddSession(uint id, string name, string mark = "", params uint[] windows)
    {
        var links = windows.Select((window, index) => new WindowLink(index, new WindowId(window), Active: index == 0)).ToImmutableArray();
        _state = _state with { Sessions = _state.Sessions.Add(new SessionId(id), new SessionState(new SessionId(id), name, "", links) { Mark = mark }) };
        foreach (var window in windows)
        {
            var shape = new WindowShape(Screen, "", "");
            _state = _state with { Windows = _state.Windows.SetItem(new WindowId(window), new WindowState(new WindowId(window), $"w{window}", shape, new PaneId(window))) };
            AddPane(window, window, "bash");
        }
    }

    private void AddPane(uint id, uint window, string command) => _state = _state with
    {
        Panes = _state.Panes.SetItem(
            new PaneId(id), new PaneState(new PaneId(id), new WindowId(window), 0, Screen, Dead: false, Pid: 1, "t", command, "/", "")),
    };
}
