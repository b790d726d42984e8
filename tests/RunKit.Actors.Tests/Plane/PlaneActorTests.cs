using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

public sealed class PlaneActorTests : Scenario
{
    private static readonly ServerGeneration Life = new(1000, 1_700_000_000);
    private static readonly ServerName Name = new("a");
    private readonly TestProbe _parent;
    private readonly TestProbe _server;
    private readonly CountedMoves _counted = new();
    private IActorRef? _plane;

    public PlaneActorTests()
    {
        _parent = CreateTestProbe();
        _server = CreateTestProbe();
    }

    private IActorRef Plane => _plane ??= ChildOf(_parent, PlaneActor.Props(Settings, _counted, Time));

    [Fact]
    public void Events_are_numbered_in_the_order_of_arrival_over_all_servers()
    {
        var start = Last();
        Report("a", new ServerAppeared("alive"), new ServerConnected("3.3a", GuardState.Floor));
        Report("b", new ServerAppeared("dead"));
        Report("a", FakeState.Added(1, "x"));

        var page = Read(start);

        page.Events.Select(happened => happened.Id.Sequence).ShouldBe([1, 2, 3, 4]);
        page.Events.Cast<ServerHappening>().Select(happened => (happened.Server.Value, EventTypes.Of(happened))).ShouldBe(
            [("a", "server.appeared"), ("a", "server.connected"), ("b", "server.appeared"), ("a", "session.added")]);
        page.Last.ShouldBe(page.Events[^1].Id);
    }

    [Fact]
    public void An_event_carries_its_node_time_server_life_and_revision()
    {
        var start = Last();
        Time.Advance(Seconds(5));
        Report("a", FakeState.Added(1, "x"));

        Read(start).Events.Single().ShouldBe(new ServerHappening(
            new EventId(start.Epoch, 1), Time.GetUtcNow(), Node, Name, Life, 3, FakeState.Added(1, "x")));
    }

    [Fact]
    public void A_reader_resumes_exactly_behind_a_known_id()
    {
        var start = Last();
        Report("a", new ServerAppeared("alive"), new ServerReachable(), new ServerRemoved());

        Read(start with { Sequence = 2 }).Events.Select(happened => happened.Id.Sequence).ShouldBe([3]);
    }

    [Fact]
    public void A_reader_that_is_too_late_gets_one_resync_and_goes_on_from_it()
    {
        Settings = Settings with { EventBuffer = 3 };
        var start = Last();
        Report("a", [.. Enumerable.Range(0, 5).Select(_ => new ServerReachable())]);

        var page = Read(start);

        page.Events.ShouldBe([new PlaneResync(start with { Sequence = 5 }, Time.GetUtcNow(), Node)]);
        page.Last.ShouldBe(start with { Sequence = 5 });
        Report("a", new ServerRemoved());
        Read(page.Last).Events.Single().Id.Sequence.ShouldBe(6);
    }

    [Theory]
    [InlineData("otherepoch", 0)]
    [InlineData(null, 1)]
    public void A_reader_of_another_epoch_or_of_the_future_gets_one_resync(string? epoch, long sequence)
    {
        var start = Last();

        Read(new EventId(epoch ?? start.Epoch, sequence)).Events.ShouldBe([new PlaneResync(start, Time.GetUtcNow(), Node)]);
    }

    [Fact]
    public void A_reader_that_has_everything_waits_and_is_answered_by_the_next_event()
    {
        var start = Last();
        var (one, other) = (Ask(start, Seconds(15)), Ask(start, Seconds(15)));
        Report("a");
        Nothing(one, other);

        Report("a", new ServerAppeared("alive"));

        foreach (var reader in (TestProbe[])[one, other])
        {
            reader.ExpectMsg<PlaneProtocol.EventPage>().Events.Single().Id.ShouldBe(start with { Sequence = 1 });
        }
    }

    [Fact]
    public void A_reader_that_has_waited_long_enough_gets_an_empty_page_and_keeps_its_place()
    {
        var start = Last();
        var reader = Ask(start, Seconds(15));
        Advance(Ms(14_999));
        Nothing(reader);

        Advance(Ms(1));

        var page = reader.ExpectMsg<PlaneProtocol.EventPage>();
        page.Events.ShouldBeEmpty();
        page.Last.ShouldBe(start);
        Report("a", new ServerAppeared("alive"));
        Nothing(reader);
    }

    [Fact]
    public void A_reader_that_waits_less_is_not_kept_by_one_that_waits_longer()
    {
        var start = Last();
        var patient = Ask(start, Seconds(15));
        var hasty = Ask(start, Seconds(1));

        Advance(Seconds(1));

        hasty.ExpectMsg<PlaneProtocol.EventPage>().Events.ShouldBeEmpty();
        Nothing(patient);
        Advance(Seconds(14));
        patient.ExpectMsg<PlaneProtocol.EventPage>().Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_slow_reader_slows_nobody_and_reads_in_pages()
    {
        var start = Last();
        var reader = Ask(start, Seconds(15));
        for (var i = 0; i < 1200; i++)
        {
            Report("a", FakeState.Added((uint)i, "x"));
        }

        reader.ExpectMsg<PlaneProtocol.EventPage>().Events.Length.ShouldBe(1);
        var read = new List<long>();
        var at = start;
        while (at.Sequence < 1200)
        {
            var page = Read(at);
            page.Events.Length.ShouldBeLessThanOrEqualTo(512);
            read.AddRange(page.Events.Select(happened => happened.Id.Sequence));
            at = page.Last;
        }

        read.ShouldBe(Enumerable.Range(1, 1200).Select(number => (long)number));
    }

    [Fact]
    public void Views_are_listed_by_name_with_the_unmanageable_among_them()
    {
        Report("b");
        Report("a");
        Plane.Tell(new PlaneProtocol.UnmanageableSockets(Node, [View("a b") with { Status = ServerStatus.Unmanageable }]));

        Answer<PlaneProtocol.Servers>(Plane, new PlaneProtocol.GetServers(Node)).Views.Select(view => view.Name).ShouldBe(["a", "a b", "b"]);
    }

    [Fact]
    public void The_last_view_counts_and_a_removed_server_has_none()
    {
        Report("a");
        Plane.Tell(new PlaneProtocol.ServerReport(Node, View("a") with { Sessions = 7 }, Life, []), _server.Ref);
        Answer<PlaneProtocol.Servers>(Plane, new PlaneProtocol.GetServers(Node)).Views.Single().Sessions.ShouldBe(7);

        Report("a", new ServerRemoved());

        Answer<PlaneProtocol.Servers>(Plane, new PlaneProtocol.GetServers(Node)).Views.ShouldBeEmpty();
    }

    [Fact]
    public void Commands_go_to_the_actor_that_minds_the_server_and_answers_to_who_asked()
    {
        Report("a");
        var asker = CreateTestProbe();
        foreach (var command in Commands())
        {
            asker.Send(Plane, command);

            _server.ExpectMsg<object>().ShouldBe(command);
            _server.Reply("answer");
            asker.ExpectMsg("answer");
        }
    }

    [Fact]
    public void A_server_that_nobody_knows_is_said_to_be_unknown()
    {
        Answer<ServerProtocol.KillEnded>(Plane, new ServerProtocol.Kill(Node, Name)).Outcome.ShouldBe(new KillOutcome.UnknownServer());
        foreach (var command in Commands()[1..])
        {
            Answer<ServerProtocol.Executed>(Plane, command).Outcome
                .ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldBe("there is no server named a");
        }
    }

    [Fact]
    public void A_server_whose_actor_was_stopped_for_failing_is_listed_and_commands_for_it_are_answered()
    {
        Report("a");
        Watch(_server.Ref);
        _server.Ref.Tell(PoisonPill.Instance);
        ExpectTerminated(_server.Ref);
        var asker = CreateTestProbe();
        Eventually(() =>
        {
            asker.Send(Plane, new ServerProtocol.Kill(Node, Name));
            asker.ExpectMsg<ServerProtocol.KillEnded>(Ms(100)).Outcome.ShouldBeOfType<KillOutcome.Refused>();
        });

        Answer<ServerProtocol.Executed>(Plane, Commands()[1]).Outcome
            .ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("made anew");

        Answer<PlaneProtocol.Servers>(Plane, new PlaneProtocol.GetServers(Node)).Views.Single().Name.ShouldBe("a");
        var anew = CreateTestProbe();
        anew.Send(Plane, new PlaneProtocol.ServerReport(Node, View("a"), Life, []));
        var release = Commands()[2];
        Plane.Tell(release);
        anew.ExpectMsg<object>().ShouldBe(release);
    }

    [Fact]
    public void A_plane_that_fails_begins_another_epoch_says_so_and_answers_those_who_wait()
    {
        var start = Last();
        _parent.ExpectMsg(new PlaneProtocol.PlaneStarted(Node));
        Report("a", new ServerAppeared("alive"));
        var reader = Ask(start with { Sequence = 1 }, Seconds(15));

        // No name of a server: the event cannot be made.
        Plane.Tell(new PlaneProtocol.ServerReport(Node, View("no name"), Life, [new ServerReachable()]), _server.Ref);

        _parent.ExpectMsg(new ServerProtocol.EventsAreRead(Node, Anybody: true));
        _parent.ExpectMsg(new PlaneProtocol.PlaneStarted(Node));
        var page = reader.ExpectMsg<PlaneProtocol.EventPage>();
        (page.Events.Length, page.Last).ShouldBe((0, start with { Sequence = 1 }));
        Last().Epoch.ShouldNotBe(start.Epoch);
        Read(page.Last).Events.Single().ShouldBeOfType<PlaneResync>().Id.ShouldBe(Last());
        Answer<PlaneProtocol.Servers>(Plane, new PlaneProtocol.GetServers(Node)).Views.ShouldBeEmpty();
    }

    [Fact]
    public void What_happens_is_counted_as_it_gets_its_place()
    {
        Report("a", new ServerAppeared("alive"));
        Report("a", FakeState.Added(1, "x"), new ServerReachable());
        Report("a", new ServerRemoved());
        Plane.Tell(new PlaneProtocol.UnmanageableSockets(Node, [View("b c"), View("d e")]));
        Settle(Plane);

        _counted.Told.ShouldBe(
        [
            "began", "1 events", " -> Connected", "2 events", "Connected -> Connected", "1 events", "Connected -> ", "2 unmanageable",
        ]);
    }

    private static object[] Commands() =>
    [
        new ServerProtocol.Kill(Node, Name), new ServerProtocol.Execute(Node, Name, ["list-sessions"], CommandOptions.Default), new ServerProtocol.Release(Node, Name),
        new ServerProtocol.Guard(Node, Name),
    ];

    private void Report(string name, params ServerEvent[] events) =>
        _server.Send(Plane, new PlaneProtocol.ServerReport(Node, View(name), Life, [.. events]));

    private EventId Last() => Answer<PlaneProtocol.EventPage>(Plane, new PlaneProtocol.GetEvents(Node, null, TimeSpan.Zero)).Last;

    private PlaneProtocol.EventPage Read(EventId after) => Ask(after, Seconds(15)).ExpectMsg<PlaneProtocol.EventPage>();

    private TestProbe Ask(EventId after, TimeSpan wait)
    {
        var reader = CreateTestProbe();
        reader.Send(Plane, new PlaneProtocol.GetEvents(Node, after, wait));
        return reader;
    }

    private void Advance(TimeSpan time)
    {
        Settle(Plane);
        Time.Advance(time);
        Settle(Plane);
    }

    private void Nothing(params TestProbe[] readers)
    {
        foreach (var reader in readers)
        {
            Settle(Plane, reader.Ref);
            reader.HasMessages.ShouldBeFalse();
        }
    }

    private static ServerView View(string name) => new(
        Node, name, $"/fake/{name}", ServerStatus.Connected, null, null, Life, "3.3a", GuardState.Floor, 1, 1, 1, 0, DateTimeOffset.UnixEpoch, 3);
}
