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
            new SessionAdded(new SessionId(1), "new"), new WindowAdded(new WindowId(2), "vi"), new PaneAdded(new PaneId(3), new WindowId(2)),
        ]);

    [Fact]
    public void Removals_come_before_additions_and_those_before_changes() =>
        Between(
            [Row(title: "old"), Row(session: 1, window: 1, pane: 1, sessionName: "gone", windowName: "w1")],
            [Row(title: "new"), Row(session: 2, window: 2, pane: 2, sessionName: "come", windowName: "w2")]).ShouldBe(
        [
            new PaneRemoved(new PaneId(1), new WindowId(1)), new WindowRemoved(new WindowId(1), "w1"), new SessionRemoved(new SessionId(1), "gone"),
            new SessionAdded(new SessionId(2), "come"), new WindowAdded(new WindowId(2), "w2"), new PaneAdded(new PaneId(2), new WindowId(2)),
            new PaneChanged(new PaneId(0), Title: new Change<string>("old", "new")),
        ]);

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
            .ShouldBe([new SessionWindowChanged(new SessionId(0), new WindowId(0), new WindowId(1))]);

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
            new WindowAdded(new WindowId(1), "new"),
            new PaneChanged(new PaneId(1), Window: new Change<WindowId>(new WindowId(0), new WindowId(1))),
        ]);

    [Fact]
    public void What_nobody_reports_makes_no_event() =>
        Between([Row(pid: 1, attached: 0, paneIndex: 0)], [Row(pid: 2, attached: 1, paneIndex: 1)]).ShouldBeEmpty();

    [Fact]
    public void A_second_window_in_the_anchor_has_strayed() =>
        Between(
            [Row(sessionName: Anchor)],
            [Row(sessionName: Anchor), Row(window: 5, pane: 5, windowIndex: 1, sessionName: Anchor, windowName: "lost")])
            .OfType<WindowStrayed>().ShouldBe([new WindowStrayed(new WindowId(5), "lost")]);

    [Fact]
    public void The_anchors_own_first_window_has_not_strayed()
    {
        Between([Row(sessionName: "x")], [Row(sessionName: "x"), Row(session: 1, window: 1, pane: 1, sessionName: Anchor)])
            .OfType<WindowStrayed>().ShouldBeEmpty();
        Between([Row(sessionName: "x")], [Row(sessionName: "x"), Row(window: 1, pane: 1, windowIndex: 1, sessionName: "x")])
            .OfType<WindowStrayed>().ShouldBeEmpty();
    }

    [Fact]
    public void A_window_linked_into_the_anchor_has_strayed_there_too() =>
        Between(
            [Row(sessionName: Anchor), Row(session: 1, window: 1, pane: 1, sessionName: "x")],
            [
                Row(sessionName: Anchor), Row(session: 1, window: 1, pane: 1, sessionName: "x"),
                Row(session: 0, window: 1, pane: 1, windowIndex: 1, sessionName: Anchor),
            ]).ShouldBe([new WindowStrayed(new WindowId(1), "bash")]);

    [Fact]
    public void Two_active_panes_in_one_window_are_odd_and_harmless() =>
        Should.NotThrow(() => Between([Row(pane: 0)], [Row(pane: 0), Row(pane: 1, paneIndex: 1)]));

    [Fact]
    public void Applying_a_diff_leads_from_any_listing_to_any_other()
    {
        var random = new Random(41);
        for (var round = 0; round < 1_000; round++)
        {
            var (before, after) = (Any(random), Any(random));
            var events = StateDiff.Between(before, after, Anchor);
            Ids<SessionAdded, SessionRemoved, SessionId>(events, before.Sessions.Keys, add => add.Session, remove => remove.Session)
                .SetEquals(after.Sessions.Keys).ShouldBeTrue();
            Ids<WindowAdded, WindowRemoved, WindowId>(events, before.Windows.Keys, add => add.Window, remove => remove.Window)
                .SetEquals(after.Windows.Keys).ShouldBeTrue();
            Ids<PaneAdded, PaneRemoved, PaneId>(events, before.Panes.Keys, add => add.Pane, remove => remove.Pane)
                .SetEquals(after.Panes.Keys).ShouldBeTrue();
            StateDiff.Between(after, after with { }, Anchor).IsEmpty.ShouldBeTrue();
        }
    }

    private static ImmutableArray<ServerEvent> Between(byte[][] before, byte[][] after) =>
        StateDiff.Between(States.Of(before), States.Of(after), Anchor);

    private static HashSet<TId> Ids<TAdd, TRemove, TId>(
        IReadOnlyCollection<ServerEvent> events, IEnumerable<TId> before, Func<TAdd, TId> added, Func<TRemove, TId> removed) =>
        before.Except(events.OfType<TRemove>().Select(removed)).Concat(events.OfType<TAdd>().Select(added)).ToHashSet();

    private static ServerState Any(Random random)
    {
        string[] names = ["a", "b", Anchor];
        var rows = Enumerable.Range(0, random.Next(5)).Select(_ => Row(
            session: (uint)random.Next(3), window: (uint)random.Next(4), pane: (uint)random.Next(6), windowIndex: random.Next(3),
            windowActive: random.Next(2) == 0, paneActive: random.Next(2) == 0, sessionName: names[random.Next(3)], title: names[random.Next(3)]));
        return States.Of([.. rows]);
    }
}
