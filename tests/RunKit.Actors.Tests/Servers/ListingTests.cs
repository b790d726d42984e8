using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>How a connected server is followed.</summary>
public sealed class ListingTests : ServerScenario
{
    private static readonly ServerState TwoSessions = FakeState.Of("main", "_rk-ctl", "second");

    [Fact]
    public void Many_hints_are_one_listing_and_its_difference_is_told()
    {
        var connection = Connect();
        for (var i = 0; i < 100; i++)
        {
            connection.Change(TwoSessions);
        }

        ListsUntil(connection, 1);

        Eventually(() => Reports.Events<SessionAdded>().ShouldBe([FakeState.Added(2, "second")]));
        Reports.Events<WindowAdded>().Count.ShouldBe(1);
        Reports.Events<PaneAdded>().Count.ShouldBe(1);
        (View.Revision, View.Sessions).ShouldBe((1, 2));
    }

    [Fact]
    public void Of_a_dead_pane_whose_status_is_not_told_the_server_is_asked_once()
    {
        var connection = Connect();
        connection.State = TwoSessions with { Panes = TwoSessions.Panes.SetItem(new PaneId(2), TwoSessions.Panes[new PaneId(2)] with { Dead = true }) };
        Advance(Seconds(2));
        Advance(Seconds(2));
        connection.Commands.Made.Select(command => command.Line.Words).ShouldBe([["run-shel", ":"]]);

        var another = connection.State.Panes[new PaneId(2)] with { Pid = 7 };
        connection.State = connection.State with { Panes = connection.State.Panes.SetItem(another.Id, another) };
        Advance(Seconds(2));
        connection.Commands.Count.ShouldBe(2);

        connection.State = connection.State with { Panes = connection.State.Panes.SetItem(another.Id, another with { ExitStatus = 3 }) };
        Advance(Seconds(2));
        connection.Commands.Count.ShouldBe(2);
        Reports.Events<PaneExited>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_hint_after_a_pause_is_listed_at_once()
    {
        var connection = Connect();
        Advance(Ms(11));
        connection.Change(TwoSessions);
        SettleAll();

        Eventually(() => connection.Lists.Count.ShouldBe(1));
    }

    [Fact]
    public void A_listing_that_took_long_is_paid_for_with_a_pause()
    {
        var connection = Connect();
        connection.Lists.Hold();
        Advance(Ms(11));
        connection.Hint();
        Eventually(() => connection.Lists.Count.ShouldBe(1));
        Advance(Ms(10));
        connection.Hint();
        SettleAll();
        connection.Lists.HoldNoMore();
        connection.Lists.Held.Single().Answer(new ListOutcome.Listed(TwoSessions, []));
        SettleAll();

        Advance(Ms(139));
        SettleAll();
        connection.Lists.Count.ShouldBe(1);
        Advance(Ms(1));
        Eventually(() => connection.Lists.Count.ShouldBe(2));
    }

    [Fact]
    public void While_somebody_reads_an_idle_server_is_listed_every_2_s()
    {
        var connection = Connect();
        for (var count = 1; count <= 30; count++)
        {
            Advance(Seconds(2));
            var lists = count;
            Eventually(() => connection.Lists.Count.ShouldBe(lists));
            SettleAll();
        }

        Tell(new ServerProtocol.EventsAreRead(Node, Anybody: true));
        SettleAll();
        Advance(Seconds(2));
        Eventually(() => connection.Lists.Count.ShouldBe(31));
        SettleAll();
        Advance(Seconds(2));
        Eventually(() => connection.Lists.Count.ShouldBe(32));
        SettleAll();

        Tell(new ServerProtocol.EventsAreRead(Node, Anybody: false));
        SettleAll();
        Advance(Seconds(2));
        Eventually(() => connection.Lists.Count.ShouldBe(33));
        SettleAll();
        Advance(Seconds(14));
        SettleAll();
        connection.Lists.Count.ShouldBe(33);
    }

    [Fact]
    public void A_server_that_comes_while_somebody_reads_is_followed_from_the_start()
    {
        Settle(Watcher);
        Watcher.Tell(new ServerProtocol.EventsAreRead(Node, Anybody: true), ActorRefs.NoSender);
        var connection = Connect();
        for (var count = 1; count <= 40; count++)
        {
            Advance(Seconds(2));
            connection.Lists.Count.ShouldBe(count);
        }
    }

    [Fact]
    public void Whoever_looks_at_the_tree_sees_when_it_was_read_and_makes_it_fresher()
    {
        var connection = Connect();
        for (var count = 1; count <= 30; count++)
        {
            Advance(Seconds(2));
            var lists = count;
            Eventually(() => connection.Lists.Count.ShouldBe(lists));
            SettleAll();
        }

        var tree = Answer<ServerProtocol.TreeRead>(Actor, new ServerProtocol.GetTree(Node, Name)).Outcome.ShouldBeOfType<TreeOutcome.Known>().Tree;
        tree.AsOf.ShouldBe(Time.GetUtcNow());
        tree.Sessions.Select(session => session.Name).ShouldBe(["main", "_rk-ctl"]);
        SettleAll();
        Advance(Seconds(2));
        Eventually(() => connection.Lists.Count.ShouldBe(31));
    }

    [Fact]
    public void A_hint_right_after_a_listing_waits_for_others()
    {
        var connection = Connect();
        connection.Change(TwoSessions);
        SettleAll();

        Advance(Ms(9));
        SettleAll();
        connection.Lists.Count.ShouldBe(0);

        Advance(Ms(1));
        Eventually(() => connection.Lists.Count.ShouldBe(1));
    }

    [Fact]
    public void A_hint_during_a_listing_is_one_more_listing()
    {
        var connection = Connect();
        connection.Lists.Hold();
        connection.Hint();
        ListsUntil(connection, 1);
        connection.Hint();
        connection.Hint();
        SettleAll();
        connection.Lists.Count.ShouldBe(1);
        connection.Lists.HoldNoMore();

        connection.Lists.Held.Single().Answer(new ListOutcome.Listed(TwoSessions, []));
        ListsUntil(connection, 2);

        Eventually(() => Reports.Events<SessionRemoved>().ShouldBe([new SessionRemoved(new SessionId(2), "second")]));
        View.Revision.ShouldBe(2);
    }

    [Fact]
    public void A_server_that_hangs_is_asked_for_one_listing_and_believed_when_it_answers()
    {
        var connection = Connect();
        connection.Lists.Hold();
        connection.Hint();
        ListsUntil(connection, 1);

        for (var i = 0; i < 20; i++)
        {
            Advance(Seconds(15));
            SettleAll();
        }

        connection.Lists.Count.ShouldBe(1);
        connection.Lists.Held.Single().Answer(new ListOutcome.Listed(TwoSessions, []));
        Eventually(() => Reports.Events<SessionAdded>().Count.ShouldBe(1));
    }

    [Fact]
    public void A_listing_without_a_change_says_nothing_and_moves_no_revision()
    {
        var connection = Connect();
        var events = Reports.Events().Count;

        connection.Hint();
        ListsUntil(connection, 1);
        connection.Change(TwoSessions);
        ListsUntil(connection, 2);

        Eventually(() => View.Revision.ShouldBe(1));
        Reports.Events().Count.ShouldBe(events + 3);
    }

    [Fact]
    public void A_failed_listing_never_empties_the_server()
    {
        var connection = Connect();
        connection.Lists.Next(new ListOutcome.Failed("cut off"));
        connection.Change(TwoSessions);
        ListsUntil(connection, 1);

        ListsUntil(connection, 2, Seconds(2));

        Eventually(() => Reports.Events<SessionAdded>().Count.ShouldBe(1));
        Reports.Events<SessionRemoved>().ShouldBeEmpty();
        Reports.Reports().Where(report => report.View.Status == ServerStatus.Connected).ShouldAllBe(report => report.View.Sessions > 0);
    }

    [Fact]
    public void A_server_that_changes_is_listed_every_2_s_without_a_hint()
    {
        var connection = Connect();
        connection.State = TwoSessions;

        Advance(Ms(1999));
        SettleAll();
        connection.Lists.Count.ShouldBe(0);
        Advance(Ms(1));

        Eventually(() => Reports.Events<SessionAdded>().Count.ShouldBe(1));
        connection.Lists.Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_where_nothing_changes_for_a_minute_is_listed_every_15_s()
    {
        var connection = Connect();
        for (var count = 1; count <= 30; count++)
        {
            Advance(Seconds(2));
            var lists = count;
            Eventually(() => connection.Lists.Count.ShouldBe(lists));
            SettleAll();
        }

        Advance(Seconds(14));
        SettleAll();
        connection.Lists.Count.ShouldBe(30);
        Advance(Seconds(1));
        Eventually(() => connection.Lists.Count.ShouldBe(31));
    }

    [Fact]
    public void What_changed_while_there_was_no_connection_is_told_at_the_next_one()
    {
        Connect();
        Server.EndConnections(Ends.Silent);
        Settle();
        Server.Report = Server.Report with { State = TwoSessions };

        Advance(Ms(250));

        Reports.Events<SessionAdded>().ShouldBe([FakeState.Added(2, "second")]);
        View.Revision.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_done_for_the_server_on_the_occasion_is_told_behind_what_has_changed()
    {
        var connection = Connect();
        var strayed = new WindowStrayed(new WindowId(2), "bash", null, new SessionId(0));
        connection.Lists.Next(new ListOutcome.Listed(TwoSessions, [strayed]));
        connection.Hint();
        ListsUntil(connection, 1);

        Eventually(() => Reports.Events()[^1].ShouldBe(strayed));
        Reports.Events<SessionAdded>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_listing_of_an_earlier_connection_is_dropped()
    {
        Connect();

        Tell(new ConnectionProtocol.Listed(FakeState.Of("_rk-ctl"), []));

        Reports.Events<SessionRemoved>().ShouldBeEmpty();
        View.Sessions.ShouldBe(1);
    }

    private void ListsUntil(FakeConnection connection, int count, TimeSpan? after = null)
    {
        SettleAll();
        Advance(after ?? Ms(10));
        Eventually(() => connection.Lists.Count.ShouldBe(count));
    }
}
