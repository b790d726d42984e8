using System.Collections.Immutable;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.ControlPlane.Tests.Servers;

public class ServerTreeTests
{
    private const string Anchor = "_rk-ctl";
    private static readonly TerminalSize Screen = new(80, 24);

    [Fact]
    public void A_window_in_two_sessions_stands_in_both_at_its_own_place()
    {
        var tree = Tree(Session(0, "a", Link(0, 7)), Session(1, "b", Link(3, 7, active: false), Link(5, 8)));
        tree.Sessions[0].Windows.Select(window => (window.Id, window.Index, window.Active)).ShouldBe([(new WindowId(7), 0, true)]);
        tree.Sessions[1].Windows.Select(window => (window.Id, window.Index, window.Active))
            .ShouldBe([(new WindowId(7), 3, false), (new WindowId(8), 5, true)]);
    }

    [Fact]
    public void Panes_come_in_the_order_of_their_index_and_one_is_active()
    {
        var state = State(Session(0, "a", Link(0, 7)));
        state = state with
        {
            Windows = state.Windows.SetItem(new WindowId(7), state.Windows[new WindowId(7)] with { ActivePane = new PaneId(1) }),
            Panes = state.Panes.SetItem(new PaneId(1), Pane(1, 7, index: 1)).SetItem(new PaneId(2), Pane(2, 7, index: 0)),
        };
        var panes = Tree(state).Sessions.Single().Windows.Single().Panes;
        panes.Select(pane => (pane.Id.Number, pane.Active)).ShouldContain((1u, true));
        panes.Select(pane => pane.Index).ShouldBeInOrder();
    }

    [Fact]
    public void Clients_are_counted_where_they_are_attached()
    {
        var state = State(Session(0, "a", Link(0, 7)), AnchorOf(Link(0, 8)));
        state = state with { Clients = state.Clients.SetItem("c", new ClientState("c", 1, new SessionId(1), Screen, Control: true, ReadOnly: false)) };
        var tree = Tree(state);
        tree.Sessions.Select(session => session.Attached).ShouldBe([0, 1]);
        tree.WithoutHidden().Clients.ShouldBeEmpty();
    }

    [Fact]
    public void The_anchor_is_hidden_until_a_window_has_strayed_into_it()
    {
        Tree(Session(0, "a", Link(0, 7)), AnchorOf(Link(0, 8))).WithoutHidden().Sessions.Select(session => session.Name).ShouldBe(["a"]);
        Tree(Session(0, "a", Link(0, 7)), AnchorOf(Link(0, 8, active: false), Link(1, 9))).WithoutHidden()
            .Sessions.Select(session => session.Name).ShouldBe(["a", Anchor]);
        Tree(Session(1, "_rk-pool", Link(0, 8, active: false), Link(1, 9))).WithoutHidden().Sessions.ShouldBeEmpty();
    }

    [Fact]
    public void A_pane_that_has_strayed_into_the_anchors_own_window_shows_it_too()
    {
        var state = State(Session(0, "a", Link(0, 7)), AnchorOf(Link(0, 8)));
        Tree(state with { Panes = state.Panes.SetItem(new PaneId(9), Pane(9, 8, index: 1)) }).WithoutHidden()
            .Sessions.Select(session => session.Name).ShouldBe(["a", Anchor]);
    }

    [Fact]
    public void The_mark_makes_an_anchor_and_not_the_name()
    {
        Tree(Session(0, "a", Link(0, 7)), AnchorOf(Link(0, 8)) with { Name = "mine" }).WithoutHidden().Sessions.Select(session => session.Name).ShouldBe(["a"]);
        Tree(Session(1, Anchor, Link(0, 8))).WithoutHidden().Sessions.Select(session => session.Name).ShouldBe([Anchor]);
    }

    [Fact]
    public void What_there_is_none_of_is_null_and_not_empty_text()
    {
        var tree = Tree(Session(0, "a", Link(0, 7)));
        tree.Sessions.Single().Group.ShouldBeNull();
        tree.Sessions.Single().Windows.Single().Panes.Single().Mode.ShouldBeNull();
    }

    private static ServerTree Tree(params SessionState[] sessions) => Tree(State(sessions));

    private static ServerTree Tree(ServerState state) => ServerTree.From("n", "work", new ServerGeneration(1, 2), 3, DateTimeOffset.UnixEpoch, state);

    private static ServerState State(params SessionState[] sessions)
    {
        var windows = sessions.SelectMany(session => session.Windows).Select(link => link.Window).Distinct().ToList();
        return ServerState.Empty with
        {
            Sessions = sessions.ToImmutableSortedDictionary(session => session.Id, session => session),
            Windows = windows.ToImmutableSortedDictionary(
                id => id, id => new WindowState(id, "w", new WindowShape(Screen, "l", "l"), new PaneId(id.Number))),
            Panes = windows.ToImmutableSortedDictionary(id => new PaneId(id.Number), id => Pane(id.Number, id.Number, index: 0)),
        };
    }

    private static SessionState Session(uint id, string name, params WindowLink[] links) => new(new SessionId(id), name, "", [.. links]);

    private static SessionState AnchorOf(params WindowLink[] links) => Session(1, Anchor, links) with { Mark = "%8" };

    private static WindowLink Link(int index, uint window, bool active = true) => new(index, new WindowId(window), active);

    private static PaneState Pane(uint id, uint window, int index) =>
        new(new PaneId(id), new WindowId(window), index, Screen, Dead: false, 1, "t", "c", "/", "");
}
