using RunKit.Tmux.Ports;
using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

/// <summary>The whole tree behind its contract.</summary>
public sealed class PlaneTests : Scenario
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private IActorRef? _supervisor;

    private IActorRef Supervisor => _supervisor ??= ActorOf(RunKitSupervisor.Props(Ports.ToPorts(), Settings), RunKitSupervisor.Name);

    private ActorControlPlane Plane => new(_ => Task.FromResult(Supervisor), Settings);

    [Fact]
    public async Task A_plane_lists_the_servers_whose_sockets_are_there()
    {
        Ports.Start("a");
        Ports.Server("dead").Verdict = new ProbeVerdict.Refused();
        Ports.Sockets.Create("dead");
        Ports.Sockets.Create("bad name");

        await ListsAsync(("a", ServerStatus.Connected), ("bad name", ServerStatus.Unmanageable), ("dead", ServerStatus.BackingOff));

        Plane.Node.ShouldBe(Node);
    }

    [Fact]
    public async Task Commands_reach_the_server_and_their_outcomes_the_caller()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        var connection = Ports.Server("a").Connection;
        connection.Commands.Next(CommandOutcome.Completed.Of("yes"));
        var name = new ServerName("a");

        (await Plane.ExecuteAsync(name, ["display-message"], default)).ShouldBe(CommandOutcome.Completed.Of("yes"));
        (await Plane.GuardAsync(name, default)).ShouldBeOfType<CommandOutcome.Completed>();
        (await Plane.ReleaseAsync(name, default)).ShouldBeOfType<CommandOutcome.Completed>();
        (await Plane.KillAsync(new ServerName("nobody"), default)).ShouldBe(new KillOutcome.UnknownServer());
        (await Plane.NewAsync(new NewServer(new ServerName("new"), null, null, [], AttachOk: false), default)).ShouldBeOfType<CreateOutcome.Created>();
    }

    [Fact]
    public async Task A_reader_without_a_place_begins_with_the_next_event()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        await using var events = Plane.ReadEventsAsync(null, default).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await SettleTreeAsync();

        Ports.Server("a").Die(Ends.Crashed);

        (await next.WaitAsync(Limit)).ShouldBeTrue();
        var happened = events.Current.ShouldBeOfType<ServerEventEnvelope>();
        (happened.Server.Value, happened.Node).ShouldBe(("a", Node));
        happened.Event.ShouldBeOfType<ServerLost>().Cause.ShouldBe(LossCause.Crashed);
    }

    [Fact]
    public async Task Whoever_asks_for_the_last_id_and_then_reads_behind_it_misses_nothing()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        var last = await Plane.GetLastEventIdAsync(default);
        Ports.Server("a").Die(Ends.Crashed);
        await ListsAsync(("a", ServerStatus.BackingOff));

        await using var events = Plane.ReadEventsAsync(last, default).GetAsyncEnumerator();

        (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
        events.Current.Id.ShouldBe(last with { Sequence = last.Sequence + 1 });
    }

    [Fact]
    public async Task A_reader_that_waits_long_is_sent_the_next_event()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        await using var events = Plane.ReadEventsAsync(null, default).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        for (var i = 0; i < 10; i++)
        {
            await SettleTreeAsync();
            Time.Advance(Seconds(15));
        }

        await SettleTreeAsync();
        next.IsCompleted.ShouldBeFalse();
        Ports.Server("a").Die(Ends.Crashed);

        (await next.WaitAsync(Limit)).ShouldBeTrue();
        events.Current.Id.Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task A_reader_with_an_id_of_another_epoch_gets_a_resync_first_and_then_what_happens()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        await using var events = Plane.ReadEventsAsync(new EventId("0", 99), default).GetAsyncEnumerator();

        (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
        events.Current.ShouldBeOfType<PlaneResync>().Id.Sequence.ShouldBe(2);
        Ports.Server("a").Die(Ends.Crashed);
        (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
        events.Current.Id.Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task A_reader_that_begins_at_a_moment_before_the_plane_is_told_that_something_is_missing_and_then_gets_all_there_is()
    {
        var before = Time.GetUtcNow().AddMinutes(-1);
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        await using var events = Plane.ReadEventsAsync(new EventFilter { Since = before }, default).GetAsyncEnumerator();

        (await NextAsync()).ShouldBeOfType<PlaneResync>().Id.Sequence.ShouldBe(0);
        (await NextAsync()).Id.Sequence.ShouldBe(1);

        async Task<PlaneEvent> NextAsync()
        {
            (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
            return events.Current;
        }
    }

    [Fact]
    public async Task A_reader_with_a_filter_gets_what_it_wants_and_nothing_else()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));
        var last = await Plane.GetLastEventIdAsync(default);
        await using var events = Plane.ReadEventsAsync(new EventFilter { After = last with { Sequence = 0 }, Types = ["server.l*"], Servers = ["a"] }, default).GetAsyncEnumerator();

        Ports.Server("a").Die(Ends.Crashed);

        (await events.MoveNextAsync().AsTask().WaitAsync(Limit)).ShouldBeTrue();
        events.Current.ShouldBeOfType<ServerEventEnvelope>().Event.ShouldBeOfType<ServerLost>();
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_ends()
    {
        using var stop = new CancellationTokenSource();
        await using var events = Plane.ReadEventsAsync(null, stop.Token).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_plane_that_fails_costs_no_connection_has_every_server_again_and_resyncs_its_readers()
    {
        Ports.Start("a");
        Ports.Start("b");
        Ports.Sockets.Create("bad name");
        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected), ("bad name", ServerStatus.Unmanageable));
        await using var events = Plane.ReadEventsAsync(null, default).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await SettleTreeAsync();

        Sys.ActorSelection("/user/runkit/plane").Tell(Akka.Actor.Kill.Instance);

        (await next.WaitAsync(Limit)).ShouldBeTrue();
        events.Current.ShouldBeOfType<PlaneResync>();
        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected), ("bad name", ServerStatus.Unmanageable));
        Ports.Dialer.OpenConnections.ShouldBe(2);
        (Ports.Server("a").Dials.Count, Ports.Server("b").Dials.Count).ShouldBe((1, 1));
        (await Plane.ExecuteAsync(new ServerName("a"), ["x"], default)).ShouldBeOfType<CommandOutcome.Completed>();
    }

    [Fact]
    public async Task A_directorys_actor_that_fails_costs_no_connection_and_no_dial()
    {
        Ports.Start("a");
        Ports.Start("b");
        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected));
        Ports.Sockets.ThrowNext(new InvalidOperationException("a broken port"));

        await AdvanceAsync(Seconds(1));
        Ports.Start("c");

        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected), ("c", ServerStatus.Connected));
        (Ports.Server("a").Dials.Count, Ports.Server("b").Dials.Count).ShouldBe((1, 1));
        (Ports.Dialer.OpenConnections, Ports.Sockets.Watches).ShouldBe((3, 1));
    }

    [Fact]
    public async Task A_watcher_that_fails_costs_no_connection_and_no_dial()
    {
        Ports.Start("a");
        Ports.Start("b");
        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected));

        Sys.ActorSelection("/user/runkit/sockets").Tell(Akka.Actor.Kill.Instance);
        await SettleTreeAsync();
        Ports.Start("c");

        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected), ("c", ServerStatus.Connected));
        (Ports.Server("a").Dials.Count, Ports.Server("b").Dials.Count).ShouldBe((1, 1));
        (Ports.Dialer.OpenConnections, Ports.Sockets.Watches).ShouldBe((3, 1));
    }

    [Fact]
    public async Task A_creator_that_fails_costs_nobody_anything()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));

        Sys.ActorSelection("/user/runkit/creation").Tell(Akka.Actor.Kill.Instance);

        (await Plane.NewAsync(new NewServer(new ServerName("new"), null, null, [], AttachOk: false), default)).ShouldBeOfType<CreateOutcome.Created>();
        Ports.Dialer.OpenConnections.ShouldBe(1);
    }

    [Fact]
    public async Task A_servers_actor_that_keeps_failing_is_made_anew_at_the_next_reading_of_the_directory()
    {
        Ports.Start("a");
        Ports.Start("b");
        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected));
        var actor = await Sys.ActorSelection("/user/runkit/sockets/server-a").ResolveOne(Limit);
        Watch(actor);
        for (var i = 0; i < 6; i++)
        {
            actor.Tell(Akka.Actor.Kill.Instance);
        }

        ExpectTerminated(actor);
        await SettleTreeAsync();
        await EventuallyAsync(async () =>
            (await Plane.ExecuteAsync(new ServerName("a"), ["x"], default)).ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("made anew"));
        await AdvanceAsync(Seconds(30));
        await EventuallyAsync(async () => (await Plane.GetServersAsync(default))[0].Reason.ShouldBe(ServerReason.Restarted));
        await AdvanceAsync(Ms(250));

        await ListsAsync(("a", ServerStatus.Connected), ("b", ServerStatus.Connected));
        (await Plane.ExecuteAsync(new ServerName("a"), ["x"], default)).ShouldBeOfType<CommandOutcome.Completed>();
        Ports.Dialer.OpenConnections.ShouldBe(2);
        Ports.Server("b").Dials.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_removed_and_born_again_under_its_name_is_found_although_the_name_was_still_taken()
    {
        var server = Ports.Start("a");
        for (var i = 0; i < 20; i++)
        {
            await PassesUntilAsync(ServerStatus.Connected);
            server.Die(Ends.Orderly);
            await PassesUntilAsync(ServerStatus.BackingOff);
            Ports.Sockets.Delete("a");
            await AdvanceAsync(Ms(50));
            server.Start();
            Ports.Sockets.Create("a");
        }

        Task PassesUntilAsync(ServerStatus status) => EventuallyAsync(async () =>
        {
            Time.Advance(Ms(10));
            (await Plane.GetServersAsync(default)).Single().Status.ShouldBe(status);
        });
    }

    [Fact]
    public async Task A_plane_that_disconnects_closes_everything_and_begins_nothing()
    {
        Ports.Start("a");
        await ListsAsync(("a", ServerStatus.Connected));

        await Supervisor.Ask<SocketWatcherProtocol.Disconnected>(new SocketWatcherProtocol.Disconnect(Node), Limit);
        Ports.Start("b");
        await SettleTreeAsync();

        Ports.Dialer.OpenConnections.ShouldBe(0);
        Ports.Server("b").Dials.Count.ShouldBe(0);
        await EventuallyAsync(() =>
        {
            Ports.Sockets.Watches.ShouldBe(0);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_plane_that_does_not_answer_is_a_timeout_that_says_so()
    {
        var deaf = new ActorControlPlane(_ => Task.FromResult(CreateTestProbe().Ref), Settings with { CommandTimeout = Ms(1) - Seconds(5) });

        var timeout = await Should.ThrowAsync<TimeoutException>(() => deaf.ExecuteAsync(new ServerName("a"), ["x"], default));

        timeout.Message.ShouldContain("did not answer");
    }

    private Task ListsAsync(params (string Name, ServerStatus Status)[] servers) => EventuallyAsync(async () =>
        (await Plane.GetServersAsync(default)).Select(view => (view.Name, view.Status)).ShouldBe(servers));

    private Task EventuallyAsync(Func<Task> assertion) => AwaitAssertAsync(assertion, interval: Ms(2));

    private async Task AdvanceAsync(TimeSpan time)
    {
        await SettleTreeAsync();
        Time.Advance(time);
        await SettleTreeAsync();
    }

    private Task SettleTreeAsync()
    {
        Settle([.. ((string[])["sockets/directory", "sockets", "plane"]).Select(child => Sys.ActorSelection($"/user/runkit/{child}")), Supervisor]);
        return Task.CompletedTask;
    }
}
