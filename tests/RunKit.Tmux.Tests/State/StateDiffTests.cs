using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

public class StateDiffTests
{
    private const string Anchor = "_rk-ctl";

    [Fact]
    public void Nothing_happened_between_equal_listings() =>
        Between([Row(), Row(window: 1, pane: 1, windowIndex: 1)], [Row(), Row(window: 1, pane: 1, windowIndex: 1)]).ShouldBeEmpty();

    [Fact]
    public void A_new_session_brings_its_window_and_pane() =>
        Between([Row()], [Row(), Row(session: 1, window: 2, pane: 3, sessionName: "new", windowName: "vi")]).ShouldBe(
        [
            Session(1, "new", new WindowLink(0, new WindowId(2), Active: true)), Window(2, "vi", 3), Pane(3, 2),
        ]);

    [Fact]
    public void Removals_come_before_additions_and_those_before_changes() =>
        Between(
            [Row(title: "old"), Row(session: 1, window: 1, pane: 1, sessionName: "gone", windowName: "w1")],
            [Row(title: "new"), Row(session: 2, window: 2, pane: 2, sessionName: "come", windowName: "w2")]).ShouldBe(
        [
            new PaneRemoved(new PaneId(1), new WindowId(1)), new WindowRemoved(new WindowId(1), "w1"), new SessionRemoved(new SessionId(1), "gone"),
            Session(2, "come", new WindowLink(0, new WindowId(2), Active: true)), Window(2, "w2", 2), Pane(2, 2),
            new PaneChanged(new PaneId(0), Title: new Change<string>("old", "new")),
        ]);

    [Fact]
    public void The_end_of_a_panes_program_is_told_once_and_when_tmux_knows_how() =>
        (Between([Row()], [Row(dead: true)]).OfType<PaneExited>(), Between([Row(dead: true)], [Row(dead: true, status: "3")]).OfType<PaneExited>(),
            Between([Row()], [Row(dead: true, signal: "KILL")]).OfType<PaneExited>(), Between([Row(dead: true, status: "3")], [Row(dead: true, status: "3", title: "x")]).OfType<PaneExited>())
        .ShouldSatisfyAllConditions(
            told => told.Item1.ShouldBeEmpty(),
            told => told.Item2.ShouldBe([new PaneExited(new PaneId(0), new WindowId(0), 3, null)]),
            told => told.Item3.ShouldBe([new PaneExited(new PaneId(0), new WindowId(0), null, "SIGKILL")]),
            told => told.Item4.ShouldBeEmpty());

    [Fact]
    public void A_renamed_session_keeps_its_id() =>
        Between([Row(sessionName: "a")], [Row(sessionName: "b")]).ShouldBe([new SessionRenamed(new SessionId(0), "a", "b")]);

    [Fact]
    public void A_renamed_window_keeps_its_id() =>
        Between([Row(windowName: "a")], [Row(windowName: "b")]).ShouldBe([new WindowRenamed(new WindowId(0), "a", "b")]);

    [Fact]
    public void Another_current_window_is_told() =>
        Between(
            [Row(window: 0, pane: 0), Row(window: 1, pane: 1, windowIndex: 1, windowActive: false)],
            [Row(window: 0, pane: 0, windowActive: false), Row(window: 1, pane: 1, windowIndex: 1)])
            .ShouldBe([new SessionWindowChanged(new SessionId(0), new WindowId(0), new WindowId(1), 1)]);

    [Fact]
    public void Another_active_pane_is_told() =>
        Between(
            [Row(pane: 0), Row(pane: 1, paneIndex: 1, paneActive: false)],
            [Row(pane: 0, paneActive: false), Row(pane: 1, paneIndex: 1)])
            .ShouldBe([new WindowPaneChanged(new WindowId(0), new PaneId(0), new PaneId(1))]);

    [Fact]
    public void Only_what_changed_of_a_pane_is_told() =>
        Between([Row(command: "bash", path: "/")], [Row(command: "vi", path: "/srv", dead: true)]).ShouldBe(
        [
            new PaneChanged(
                new PaneId(0), Command: new Change<string>("bash", "vi"), Path: new Change<string>("/", "/srv"), Dead: new Change<bool>(false, true)),
        ]);

    [Fact]
    public void A_pane_that_moved_to_another_window_has_changed_and_is_not_new() =>
        Between(
            [Row(pane: 0), Row(pane: 1, paneIndex: 1, paneActive: false)],
            [Row(pane: 0), Row(window: 1, pane: 1, windowIndex: 1, windowActive: false, windowName: "new")]).ShouldBe(
        [
            Window(1, "new", 1),
            new SessionLinksChanged(new SessionId(0), [new WindowLink(0, new WindowId(0), Active: true), new WindowLink(1, new WindowId(1), Active: false)]),
            new PaneChanged(new PaneId(1), Index: new Change<int>(1, 0), Window: new Change<WindowId>(new WindowId(0), new WindowId(1))),
        ]);

    [Fact]
    public void A_respawned_pane_a_mode_and_another_place_are_changes() =>
        Between([Row(pid: 1, paneIndex: 0)], [Row(pid: 2, paneIndex: 1, mode: "copy-mode")]).ShouldBe(
        [
            new PaneChanged(
                new PaneId(0), Mode: new Change<string>("", "copy-mode"), Pid: new Change<int>(1, 2), Index: new Change<int>(0, 1)),
        ]);

    [Fact]
    public void Another_layout_is_told_with_the_old_one() =>
        Between([Row(layout: "a")], [Row(layout: "b")]).ShouldBe([new WindowLayoutChanged(new WindowId(0), Shape("a"), Shape("b"))]);

    [Fact]
    public void A_session_that_joins_a_group_says_so() =>
        Between([Row()], [Row(group: "g")]).ShouldBe([new SessionGroupChanged(new SessionId(0), "", "g")]);

    [Fact]
    public void A_window_that_moves_keeps_its_id_and_its_session_tells_where_it_is() =>
        Between([Row(windowIndex: 0)], [Row(windowIndex: 7)]).ShouldBe(
        [
            new SessionLinksChanged(new SessionId(0), [new WindowLink(7, new WindowId(0), Active: true)]),
            new SessionWindowChanged(new SessionId(0), new WindowId(0), new WindowId(0), 7),
        ]);

    [Fact]
    public void Clients_come_change_and_go() =>
        Between(
            [Row(), Row(session: 1, window: 1, pane: 1), Client(name: "a"), Client(name: "b", pid: 5)],
            [Row(), Row(session: 1, window: 1, pane: 1), Client(name: "a", session: 1, width: 100, readOnly: true), Client(name: "c", pid: 6)]).ShouldBe(
        [
            new ClientDetached("b", 5, new SessionId(0)),
            new ClientAttached("c", 6, new SessionId(0), Screen, Control: false, ReadOnly: false),
            new ClientChanged(
                "a", new Change<SessionId>(new SessionId(0), new SessionId(1)), new Change<TerminalSize>(Screen, new TerminalSize(100, 24)),
                new Change<bool>(false, true)),
        ]);

    [Fact]
    public void Another_process_on_the_same_terminal_is_another_client() =>
        Between([Row(), Client(pid: 5)], [Row(), Client(pid: 6)]).ShouldBe(
        [
            new ClientDetached("/dev/pts/1", 5, new SessionId(0)),
            new ClientAttached("/dev/pts/1", 6, new SessionId(0), Screen, Control: false, ReadOnly: false),
        ]);

    [Fact]
    public void Buffers_come_change_and_go() =>
        Between([Row(), Buffer(name: "a"), Buffer(name: "b")], [Row(), Buffer(name: "a", bytes: 9), Buffer(name: "c")]).ShouldBe(
        [
            new BufferRemoved("b"), new BufferChanged("c", 3, 1_700_000_000), new BufferChanged("a", 9, 1_700_000_000),
        ]);

    [Fact]
    public void A_session_that_becomes_an_anchor_goes_and_comes_with_its_mark()
    {
        var before = States.Of(Row(sessionName: Anchor));
        var session = before.Sessions[new SessionId(0)];
        var after = before with { Sessions = before.Sessions.SetItem(session.Id, session with { Mark = "%0" }) };

        var events = StateDiff.Between(before, after);

        events.OfType<SessionRemoved>().Single().Session.ShouldBe(session.Id);
        events.OfType<SessionAdded>().Single().Mark.ShouldBe("%0");
    }

    [Fact]
    public void Two_active_panes_in_one_window_are_odd_and_harmless() =>
        Should.NotThrow(() => Between([Row(pane: 0)], [Row(pane: 0), Row(pane: 1, paneIndex: 1)]));

    private static ImmutableArray<ServerEvent> Between(byte[][] before, byte[][] after) =>
        StateDiff.Between(States.Of(before), States.Of(after));

    private static readonly TerminalSize Screen = new(80, 24);

    private static WindowShape Shape(string layout) => new(Screen, layout, layout);

    private static SessionAdded Session(uint id, string name, params WindowLink[] links) => new(new SessionId(id), name, "", [.. links]);

    private static WindowAdded Window(uint id, string name, uint active) => new(new WindowId(id), name, Shape("b25d,80x24,0,0,0"), new PaneId(active));

    private static PaneAdded Pane(uint id, uint window) =>
        new(new PaneId(id), new WindowId(window), 0, Screen, Dead: false, 100, "host", "bash", "/", "");
}
