using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Plane;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Sockets;

public sealed class SocketDirectoryActorTests : Scenario
{
    private readonly ReportRecorder _reports = new();
    private readonly TestProbe _parent;
    private IActorRef? _directory;
    private IActorRef? _plane;

    public SocketDirectoryActorTests() => _parent = CreateTestProbe();

    private IActorRef Plane => _plane ??= ActorOf(_reports.Plane());

    private IActorRef DirectoryActor => _directory ??= ChildOf(_parent, SocketDirectoryActor.Props(Ports.Sockets, Settings, Plane, Time));

    [Fact]
    public void Sockets_that_are_there_at_the_start_are_told_one_by_one_and_all_together()
    {
        Ports.Sockets.Create("a");
        Ports.Sockets.Create("b");

        Start();

        _parent.ExpectMsg(Seen("a"));
        _parent.ExpectMsg(Seen("b"));
        ExpectAll("a", "b");
        NothingMore();
    }

    [Fact]
    public void A_socket_that_appears_is_told_as_new_and_a_repeated_hint_is_not()
    {
        StartEmpty();

        Ports.Sockets.Create("a");
        _parent.ExpectMsg(Seen("a"));
        Ports.Sockets.Tell(new SocketChange.Appeared("a"));

        _parent.ExpectMsg(Seen("a", anew: false));
        NothingMore();
    }

    [Fact]
    public void A_socket_that_is_made_anew_is_another_file()
    {
        StartEmpty();
        Ports.Sockets.Create("a");
        _parent.ExpectMsg(Seen("a"));

        Ports.Sockets.Create("a");

        _parent.ExpectMsg(Seen("a"));
    }

    [Fact]
    public void A_socket_that_disappears_is_missed_after_50_ms()
    {
        StartEmpty();
        Ports.Sockets.Create("a");
        _parent.ExpectMsg(Seen("a"));

        Ports.Sockets.Delete("a");
        Advance(Ms(49));
        NothingMore();
        Advance(Ms(1));

        _parent.ExpectMsg(Missed("a"));
        NothingMore();
    }

    [Fact]
    public void A_socket_that_is_born_again_within_50_ms_is_new_and_never_missed()
    {
        StartEmpty();
        Ports.Sockets.Create("a");
        _parent.ExpectMsg(Seen("a"));

        Ports.Sockets.Delete("a");
        Advance(Ms(30));
        Ports.Sockets.Create("a");
        _parent.ExpectMsg(Seen("a"));
        Advance(Ms(20));

        _parent.ExpectMsg(Seen("a", anew: false));
        NothingMore();
    }

    [Fact]
    public void A_hint_at_a_socket_that_is_gone_again_waits_like_any_end()
    {
        StartEmpty();

        Ports.Sockets.Tell(new SocketChange.Appeared("a"));
        NothingMore();
        Advance(Ms(50));

        _parent.ExpectMsg(Missed("a"));
    }

    [Fact]
    public void A_socket_that_was_missed_and_comes_back_as_the_same_file_is_new()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");
        Ports.Sockets.Tell(new SocketChange.Disappeared("a"));
        Ports.Sockets.Delete("a", told: false);
        Advance(Ms(50));
        _parent.ExpectMsg(Missed("a"));

        Ports.Sockets.Create("a");

        _parent.ExpectMsg(Seen("a"));
    }

    [Fact]
    public void An_unsure_watch_reads_everything_anew_at_once_and_watches_anew_within_a_second()
    {
        Ports.Sockets.Create("gone");
        Start();
        ExpectAllAfter("gone");
        Ports.Sockets.Delete("gone", told: false);
        Ports.Sockets.Create("come", told: false);

        Ports.Sockets.Tell(new SocketChange.Unsure("the queue was full"));
        _parent.ExpectMsg(Seen("come"));
        ExpectAll("come");
        Ports.Sockets.WatchesBegun.ShouldBe(1);
        Advance(Seconds(1));

        _parent.ExpectMsg(Seen("come", anew: false));
        ExpectAll("come");
        (Ports.Sockets.WatchesBegun, Ports.Sockets.Watches).ShouldBe((2, 1));
    }

    [Fact]
    public void A_directory_that_does_not_exist_holds_no_socket_and_is_complained_about_once()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");

        EventFilter.Error(contains: "does not exist").ExpectOne(() =>
        {
            Ports.Sockets.DeleteDirectory();
            Advance(Seconds(1));
            Advance(Seconds(1));
            Advance(Seconds(30));
        });

        ExpectAll();
    }

    [Fact]
    public void A_directory_that_is_made_later_is_found_within_a_second_and_watched()
    {
        Ports.Sockets.DeleteDirectory();
        StartEmpty();
        Ports.Sockets.MakeDirectory();
        Ports.Sockets.Create("a", told: false);

        Advance(Seconds(1));

        _parent.ExpectMsg(Seen("a"));
        ExpectAll("a");
        Ports.Sockets.Create("b");
        _parent.ExpectMsg(Seen("b"));
        Ports.Sockets.Watches.ShouldBe(1);
    }

    [Fact]
    public void Another_directory_under_the_same_path_is_noticed_within_a_second()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");
        Ports.Sockets.DeleteDirectory();
        Ports.Sockets.MakeDirectory();
        Ports.Sockets.Create("b", told: false);

        Advance(Seconds(1));

        _parent.ExpectMsg(Seen("b"));
        ExpectAll("b");
        (Ports.Sockets.WatchesBegun, Ports.Sockets.Watches).ShouldBe((2, 1));
    }

    [Fact]
    public void A_directory_that_stays_as_it_is_costs_a_look_a_second_and_nothing_else()
    {
        StartEmpty();

        for (var i = 0; i < 29; i++)
        {
            Advance(Seconds(1));
        }

        NothingMore();
        Ports.Sockets.WatchesBegun.ShouldBe(1);
    }

    [Fact]
    public void A_directory_that_cannot_be_read_says_nothing_of_any_server_and_is_complained_about_once()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");

        EventFilter.Error(contains: "no permission").ExpectOne(() =>
        {
            Ports.Sockets.Fail("no permission");
            Advance(Seconds(1));
            Advance(Seconds(30));
            Advance(Seconds(30));
        });

        NothingMore();
        (Ports.Sockets.WatchesBegun, Ports.Sockets.Watches).ShouldBe((1, 1), "the watch may still be good");
        Ports.Sockets.Fail(null);
        Advance(Seconds(1));
        _parent.ExpectMsg(Seen("a", anew: false));
        ExpectAll("a");
    }

    [Fact]
    public void What_no_watch_has_told_is_found_every_30_s()
    {
        StartEmpty();
        Ports.Sockets.Create("a", told: false);

        Advance(Ms(29_999));
        NothingMore();
        Advance(Ms(1));

        _parent.ExpectMsg(Seen("a"));
        ExpectAll("a");
    }

    [Fact]
    public void A_socket_whose_name_is_no_servers_gets_no_actor_and_is_listed_with_the_reason_until_it_goes()
    {
        Ports.Sockets.Create("bad name");
        Ports.Sockets.Create("a");
        Start();
        _parent.ExpectMsg(Seen("a"));
        ExpectAll("a");
        Settle(Plane);

        var view = _reports.Unmanageable[^1].Views.Single();
        (view.Node, view.Name, view.Status, view.Reason).ShouldBe((Node, "bad name", ServerStatus.Unmanageable, ServerReason.BadName));
        view.Error.ShouldNotBeNull().ShouldContain("U+0020");
        view.Socket.ShouldBe("/fake/tmux-1000/bad name");

        Ports.Sockets.Delete("bad name");
        Advance(Ms(50));
        Settle(Plane);
        _reports.Unmanageable[^1].Views.ShouldBeEmpty();
        NothingMore();
    }

    [Fact]
    public void A_socket_whose_path_is_too_long_for_an_address_gets_no_actor_and_is_listed_with_the_reason()
    {
        var sockets = new FakeSockets($"/{new string('d', 60)}");
        var name = new string('n', 60);
        sockets.Create(name);

        Settle(ChildOf(_parent, SocketDirectoryActor.Props(sockets, Settings, Plane, Time)), Plane);

        ExpectAll();
        _reports.Unmanageable[^1].Views.Single().Error.ShouldNotBeNull().ShouldContain("at most 107 bytes");
    }

    [Fact]
    public void A_badly_named_socket_that_went_unseen_is_struck_from_the_list()
    {
        Ports.Sockets.Create("bad name");
        StartEmpty();
        Ports.Sockets.Delete("bad name", told: false);

        Advance(Seconds(30));
        Settle(Plane);

        _reports.Unmanageable[^1].Views.ShouldBeEmpty();
    }

    [Fact]
    public void A_plane_that_has_begun_anew_hears_of_the_badly_named_again()
    {
        Ports.Sockets.Create("bad name");
        StartEmpty();
        var told = _reports.Unmanageable.Count;

        DirectoryActor.Tell(new PlaneProtocol.PlaneStarted(Node));
        Settle(DirectoryActor, Plane);

        _reports.Unmanageable.Count.ShouldBe(told + 1);
        _reports.Unmanageable[^1].Views.Single().Name.ShouldBe("bad name");
    }

    [Fact]
    public void Only_names_that_are_included_and_not_excluded_are_told()
    {
        Settings = Settings with { Servers = new NameFilter(["work*", "x"], ["*-old"]) };
        foreach (var name in (string[])["work1", "work-old", "x", "y", "bad name"])
        {
            Ports.Sockets.Create(name);
        }

        Start();

        _parent.ExpectMsg(Seen("work1"));
        _parent.ExpectMsg(Seen("x"));
        ExpectAll("work1", "x");
        Settle(Plane);
        _reports.Unmanageable.ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_is_free_again_is_told_if_its_socket_is_there()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");

        DirectoryActor.Tell(new SocketWatcherProtocol.LookAgain(new ServerName("a")));
        _parent.ExpectMsg(Seen("a", anew: false));
        DirectoryActor.Tell(new SocketWatcherProtocol.LookAgain(new ServerName("b")));

        _parent.ExpectMsg(Missed("b"));
    }

    [Fact]
    public void A_directory_that_fails_looks_at_everything_anew_and_leaks_no_watch()
    {
        Ports.Sockets.Create("a");
        Start();
        ExpectAllAfter("a");
        Ports.Sockets.ThrowNext(new InvalidOperationException("a broken port"));
        Ports.Sockets.Create("b", told: false);

        Advance(Seconds(1));

        _parent.ExpectMsg(Seen("a"));
        _parent.ExpectMsg(Seen("b"));
        ExpectAll("a", "b");
        (Ports.Sockets.WatchesBegun, Ports.Sockets.Watches).ShouldBe((2, 1));
        Ports.Sockets.Create("c");
        _parent.ExpectMsg(Seen("c"));
    }

    [Fact]
    public void Whoever_asks_is_told_which_directory_is_watched_and_what_is_wrong_with_it()
    {
        StartEmpty();
        Directory().ShouldBe(new SocketWatcherProtocol.DirectoryWatched(Node, Ports.Sockets.Directory, null));

        Ports.Sockets.Fail("no permission");
        Advance(Seconds(1));
        Directory().Problem.ShouldBe("no permission");

        Ports.Sockets.Fail(null);
        Advance(Seconds(1));
        Directory().Problem.ShouldBeNull();
    }

    [Fact]
    public void A_directory_that_is_stopped_watches_nothing_any_more()
    {
        StartEmpty();
        Watch(DirectoryActor);

        Sys.Stop(DirectoryActor);

        ExpectTerminated(DirectoryActor);
        Ports.Sockets.Watches.ShouldBe(0);
    }

    private static SocketWatcherProtocol.SocketSeen Seen(string name, bool anew = true) => new(new ServerName(name), anew);

    private static SocketWatcherProtocol.SocketMissed Missed(string name) => new(new ServerName(name));

    private SocketWatcherProtocol.DirectoryWatched Directory() =>
        Answer<SocketWatcherProtocol.DirectoryWatched>(DirectoryActor, new SocketWatcherProtocol.GetDirectory(Node));

    private void Start() => Settle(DirectoryActor);

    private void StartEmpty()
    {
        Start();
        ExpectAll();
    }

    private void Advance(TimeSpan time)
    {
        Settle(DirectoryActor);
        Time.Advance(time);
        Settle(DirectoryActor);
    }

    private void ExpectAll(params string[] names) => _parent.ExpectMsg<SocketWatcherProtocol.AllSockets>(
        all => all.Servers.Select(server => server.Value).ShouldBe(names, ignoreOrder: true));

    private void ExpectAllAfter(params string[] names)
    {
        foreach (var name in names)
        {
            _parent.ExpectMsg(Seen(name));
        }

        ExpectAll(names);
    }

    private void NothingMore()
    {
        Settle(DirectoryActor, _parent.Ref);
        _parent.HasMessages.ShouldBeFalse();
    }
}
