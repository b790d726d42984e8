using System.Threading.Channels;
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
    private long _readers;

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

        var events = Read(start);

        events.Select(happened => happened.Id.Sequence).ShouldBe([1, 2, 3, 4]);
        events.Cast<ServerEventEnvelope>().Select(happened => (happened.Server.Value, EventTypes.Of(happened))).ShouldBe(
            [("a", "server.appeared"), ("a", "server.connected"), ("b", "server.appeared"), ("a", "session.added")]);
        Last().ShouldBe(events[^1].Id);
    }

    [Fact]
    public void An_event_carries_its_node_time_server_life_and_revision()
    {
        var start = Last();
        Time.Advance(Seconds(5));
        Report("a", FakeState.Added(1, "x"));

        Read(start).Single().ShouldBe(new ServerEventEnvelope(
            new EventId(start.Epoch, 1), Time.GetUtcNow(), Node, Name, Life, 3, FakeState.Added(1, "x")));
    }

    [Fact]
    public void A_reader_resumes_exactly_behind_a_known_id()
    {
        var start = Last();
        Report("a", new ServerAppeared("alive"), new ServerReachable(), new ServerRemoved());

        Read(start with { Sequence = 2 }).Select(happened => happened.Id.Sequence).ShouldBe([3]);
    }

    [Fact]
    public void A_reader_that_is_too_late_gets_one_resync_and_goes_on_from_it()
    {
        Settings = Settings with { EventBuffer = 3 };
        var start = Last();
        Report("a", [.. Enumerable.Range(0, 5).Select(_ => new ServerReachable())]);

        var reader = Subscribe(start);

        Take(reader).ShouldBe([new PlaneResync(start with { Sequence = 5 }, Time.GetUtcNow(), Node)]);
        Report("a", new ServerRemoved());
        Take(reader).Single().Id.Sequence.ShouldBe(6);
    }

    [Theory]
    [InlineData("otherepoch", 0)]
    [InlineData(null, 1)]
    public void A_reader_of_another_epoch_or_of_the_future_gets_one_resync(string? epoch, long sequence)
    {
        var start = Last();

        Read(new EventId(epoch ?? start.Epoch, sequence)).ShouldBe([new PlaneResync(start, Time.GetUtcNow(), Node)]);
    }

    [Fact]
    public void A_reader_without_a_place_begins_with_the_next_event()
    {
        Report("a", new ServerAppeared("alive"));
        var reader = Subscribe(after: null);
        Take(reader).ShouldBeEmpty();

        Report("a", new ServerReachable());

        Take(reader).Single().Id.Sequence.ShouldBe(2);
    }

    [Fact]
    public void A_reader_is_told_where_it_begins()
    {
        Report("a", new ServerAppeared("alive"));
        var start = Last();

        Begins(Channel.CreateBounded<PlaneEvent>(1), null, 1).ShouldBe(start);
        Begins(Channel.CreateBounded<PlaneEvent>(1), start with { Sequence = 0 }, 1).ShouldBe(start with { Sequence = 0 });
    }

    [Fact]
    public void A_thousand_readers_each_get_every_event_once_and_in_order()
    {
        var readers = Enumerable.Range(0, 1000).Select(_ => Subscribe(after: null)).ToArray();
        for (var i = 0; i < 50; i++)
        {
            Report("a", FakeState.Added((uint)i, "x"));
        }

        Settle(Plane);
        foreach (var reader in readers)
        {
            Take(reader).Select(happened => happened.Id.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(number => (long)number));
        }
    }

    [Fact]
    public void A_slow_reader_gets_what_it_has_granted_slows_no_other_and_misses_nothing()
    {
        var slow = Subscribe(after: null, granted: 10);
        var quick = Subscribe(after: null, granted: 1000);
        for (var i = 0; i < 100; i++)
        {
            Report("a", FakeState.Added((uint)i, "x"));
        }

        Take(quick).Count.ShouldBe(100);
        var read = new List<long>();
        while (read.Count < 100)
        {
            var events = Take(slow);
            events.Count.ShouldBe(10);
            read.AddRange(events.Select(happened => happened.Id.Sequence));
            Plane.Tell(new PlaneProtocol.Grant(slow.Id, 10));
        }

        read.ShouldBe(Enumerable.Range(1, 100).Select(number => (long)number));
    }

    [Fact]
    public void A_reader_that_is_slower_than_the_log_is_long_gets_one_resync_and_goes_on_from_it()
    {
        Settings = Settings with { EventBuffer = 5 };
        var slow = Subscribe(after: null, granted: 2);
        Report("a", new ServerReachable(), new ServerReachable());
        Take(slow).Select(happened => happened.Id.Sequence).ShouldBe([1, 2]);

        Report("a", [.. Enumerable.Range(0, 20).Select(_ => new ServerReachable())]);
        Plane.Tell(new PlaneProtocol.Grant(slow.Id, 2));

        Take(slow).Single().ShouldBeOfType<PlaneResync>().Id.Sequence.ShouldBe(22);
        Report("a", new ServerRemoved());
        Take(slow).Single().Id.Sequence.ShouldBe(23);
    }

    [Fact]
    public void A_reader_that_has_gone_gets_nothing_more_and_its_channel_ends()
    {
        var reader = Subscribe(after: null);

        Plane.Tell(new PlaneProtocol.Unsubscribe(reader.Id));
        Report("a", new ServerAppeared("alive"));

        Take(reader).ShouldBeEmpty();
        reader.Events.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        Plane.Tell(new PlaneProtocol.Grant(reader.Id, 5));
        Settle(Plane);
    }

    [Fact]
    public void Whether_anybody_reads_is_told_at_the_first_reader_and_half_a_minute_after_the_last()
    {
        Settle(Plane);
        _parent.ExpectMsg<PlaneProtocol.PlaneStarted>();
        var (one, other) = (Subscribe(after: null), Subscribe(after: null));
        _parent.ExpectMsg(new ServerProtocol.EventsAreRead(Node, Anybody: true));

        Plane.Tell(new PlaneProtocol.Unsubscribe(one.Id));
        Advance(Seconds(60));
        Plane.Tell(new PlaneProtocol.Unsubscribe(other.Id));
        Advance(Seconds(29));
        _parent.HasMessages.ShouldBeFalse();
        var back = Subscribe(after: null);
        Plane.Tell(new PlaneProtocol.Unsubscribe(back.Id));
        Advance(Seconds(29));
        _parent.HasMessages.ShouldBeFalse();
        Advance(Seconds(1));

        _parent.ExpectMsg(new ServerProtocol.EventsAreRead(Node, Anybody: false));
    }

    [Fact]
    public void The_channels_end_with_the_plane()
    {
        var reader = Subscribe(after: null);
        Watch(Plane);

        Sys.Stop(Plane);

        ExpectTerminated(Plane);
        reader.Events.Completion.IsCompletedSuccessfully.ShouldBeTrue();
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
    public void Commands_go_to_the_actor_that_manages_the_server_and_answers_to_the_caller()
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
    public void A_plane_that_fails_begins_another_epoch_and_says_so_to_its_readers_too()
    {
        var start = Last();
        _parent.ExpectMsg(new PlaneProtocol.PlaneStarted(Node));
        Report("a", new ServerAppeared("alive"));
        var reader = Subscribe(start with { Sequence = 1 });

        // No name of a server: the event cannot be made.
        Plane.Tell(new PlaneProtocol.ServerReport(Node, View("no name"), Life, [new ServerReachable()]), _server.Ref);

        _parent.ExpectMsg(new ServerProtocol.EventsAreRead(Node, Anybody: true));
        _parent.ExpectMsg(new PlaneProtocol.PlaneStarted(Node));
        reader.Events.Completion.IsFaulted.ShouldBeTrue();
        reader.Events.Completion.Exception.ShouldNotBeNull().InnerException.ShouldBeOfType<PlaneRestartedException>();
        Last().Epoch.ShouldNotBe(start.Epoch);
        Read(start with { Sequence = 1 }).Single().ShouldBeOfType<PlaneResync>().Id.ShouldBe(Last());
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

        _counted.Calls.ShouldBe(
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

    private EventId Last() => Answer<PlaneProtocol.LastEventId>(Plane, new PlaneProtocol.GetLastEventId(Node)).Id;

    private List<PlaneEvent> Read(EventId after) => Take(Subscribe(after));

    private Reader Subscribe(EventId? after, int granted = 100)
    {
        var channel = Channel.CreateBounded<PlaneEvent>(granted);
        Begins(channel, after, granted);
        return new Reader(_readers, channel.Reader);
    }

    private EventId Begins(Channel<PlaneEvent> channel, EventId? after, int granted) =>
        Answer<PlaneProtocol.LastEventId>(Plane, new PlaneProtocol.Subscribe(++_readers, after, channel.Writer, granted)).Id;

    /// <summary>What a reader has been sent by now.</summary>
    private List<PlaneEvent> Take(Reader reader)
    {
        Settle(Plane);
        var events = new List<PlaneEvent>();
        while (reader.Events.TryRead(out var happened))
        {
            events.Add(happened);
        }

        return events;
    }

    private void Advance(TimeSpan time)
    {
        Settle(Plane);
        Time.Advance(time);
        Settle(Plane);
    }

    private static ServerView View(string name) => new(
        Node, name, $"/fake/{name}", ServerStatus.Connected, null, null, Life, "3.3a", GuardState.Floor, 1, 1, 1, 0, DateTimeOffset.UnixEpoch, 3);

    private sealed record Reader(long Id, ChannelReader<PlaneEvent> Events);
}
