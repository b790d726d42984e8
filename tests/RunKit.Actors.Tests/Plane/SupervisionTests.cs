using System.Collections.Concurrent;
using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Actors.Sockets;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

/// <summary>Each actor of the tree fails in each of its states, while twenty servers live and somebody reads what happens.</summary>
public sealed class SupervisionTests : Scenario
{
    private const int Count = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ServerName Subject = new("s0");
    private readonly ConcurrentQueue<PlaneEvent> _read = new();
    private readonly CancellationTokenSource _stop = new();
    private IActorRef _supervisor = ActorRefs.Nobody;

    private FakeServer Server => Ports.Server(Subject.Value);

    private ActorControlPlane Plane => new(_ => Task.FromResult(_supervisor), Settings);

    [Theory]
    [InlineData("sockets")]
    [InlineData("sockets/directory")]
    [InlineData("creation")]
    [InlineData("plane")]
    [InlineData("runs")]
    [InlineData("waits")]
    public async Task An_actor_that_serves_them_all_costs_no_connection(string actor)
    {
        var reader = await BeginAsync();

        await KillAsync(actor);
        Ports.Start("late");

        await ConnectsAsync("late");
        OthersAreUntouched(Count + 1);
        Server.Dials.Count.ShouldBe(1);
        await EndsAsync(reader, resyncs: actor == "plane");
    }

    [Fact]
    public async Task A_servers_actor_that_fails_while_connected_dials_anew_and_loses_nothing()
    {
        var reader = await BeginAsync();

        await KillAsync("sockets/server-s0");
        await BecomesAsync(view => view.Reason == ServerReason.Restarted);
        await PassAsync(Ms(250));

        await ConnectsAsync("s0");
        OthersAreUntouched(Count);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_servers_actor_that_fails_during_a_dial_leaks_no_connection()
    {
        var reader = await BeginAsync();
        Server.Dials.Hold();
        Server.EndConnections(Ends.Silent);
        await BecomesAsync(view => view.Reason == ServerReason.ConnectionLost);
        await PassAsync(Ms(250));
        await BecomesAsync(view => view.Status == ServerStatus.Dialing);
        var dial = Server.Dials.Held.Single();

        await KillAsync("sockets/server-s0");
        await BecomesAsync(view => view.Reason == ServerReason.Restarted);
        dial.Answer(Server.Connect());
        Server.Dials.HoldNoMore();
        await PassAsync(Ms(250));

        await ConnectsAsync("s0");
        OthersAreUntouched(Count);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_servers_actor_that_fails_while_its_server_is_dead_brings_nothing_to_life()
    {
        var reader = await BeginAsync();
        Server.Die(Ends.Crashed);
        await BecomesAsync(view => view.Reason == ServerReason.ServerDead);
        var sent = Server.Sent;

        await KillAsync("sockets/server-s0");
        await BecomesAsync(view => view.Reason == ServerReason.Restarted);
        await PassAsync(Ms(250));
        await BecomesAsync(view => view.Reason == ServerReason.ServerDead);

        Server.Sent.ShouldBe(sent);
        OthersAreUntouched(Count - 1);
        await EndsAsync(reader, losses: 1);
    }

    [Fact]
    public async Task A_servers_actor_that_fails_while_its_server_is_released_stays_away()
    {
        var reader = await BeginAsync();
        (await Plane.ReleaseAsync(Subject, default)).ShouldBeOfType<CommandOutcome.Completed>();
        await BecomesAsync(view => view.Reason == ServerReason.Released);
        Server.Dials.Next(new DialOutcome.Released(Server.Report));

        await KillAsync("sockets/server-s0");
        await BecomesAsync(view => view.Reason == ServerReason.Restarted);
        await PassAsync(Ms(250));

        await BecomesAsync(view => view.Reason == ServerReason.Released);
        OthersAreUntouched(Count - 1);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_servers_actor_that_fails_while_its_servers_socket_is_gone_still_knows_that_it_lives()
    {
        var reader = await BeginAsync();
        Ports.Sockets.Delete("s0");
        Server.Verdict = new ProbeVerdict.Absent();
        Server.EndConnections(Ends.Silent);
        await BecomesAsync(view => view is { Status: ServerStatus.BackingOff, Reason: ServerReason.Vanished });
        Server.Dials.Next(new DialOutcome.Vanished());

        await KillAsync("sockets/server-s0");
        await BecomesAsync(view => view.Reason == ServerReason.Restarted);
        await PassAsync(Ms(250));

        await BecomesAsync(view => view is { Reason: ServerReason.Vanished, Generation: not null });
        OthersAreUntouched(Count - 1);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_servers_actor_that_fails_while_its_connection_is_being_closed_leaves_none_open()
    {
        var reader = await BeginAsync();
        Server.Dials.Hold();
        Server.EndConnections(Ends.Silent);
        await BecomesAsync(view => view.Reason == ServerReason.ConnectionLost);
        await PassAsync(Ms(250));
        await BecomesAsync(view => view.Status == ServerStatus.Dialing);
        var suspended = _supervisor.Ask<SocketWatcherProtocol.Suspended>(new SocketWatcherProtocol.Suspend(Settings.Node), Limit);
        await EventuallyAsync(() => Ports.Dialer.OpenConnections.ShouldBe(0));

        await KillAsync("sockets/server-s0");
        Server.Dials.Held.Single().Answer(Server.Connect());
        Server.Dials.HoldNoMore();

        await EventuallyAsync(() => Ports.Dialer.OpenConnections.ShouldBe(0));
        await suspended.WaitAsync(Limit);
        _supervisor.Tell(new SocketWatcherProtocol.Resume(Settings.Node));
        await EventuallyAsync(async () =>
        {
            Time.Advance(Ms(50));
            (await Plane.GetServersAsync(default)).ShouldAllBe(view => view.Status == ServerStatus.Connected);
        });
        Ports.Dialer.OpenConnections.ShouldBe(Count);
        await EndsAsync(reader, everybody: true);
    }

    [Fact]
    public async Task A_loss_while_a_servers_actor_fails_is_told_once()
    {
        var reader = await BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            _ = KillAsync("sockets/server-s0");
        }

        Server.Die(Ends.Crashed);

        await BecomesAsync(view => view.Generation is null);
        OthersAreUntouched(Count - 1);
        await EndsAsync(reader, losses: 1);
    }

    [Fact]
    public async Task A_connections_actor_that_fails_costs_its_connection_only()
    {
        var reader = await BeginAsync();

        await KillAsync("sockets/server-s0/connection-1");
        await BecomesAsync(view => view.Reason == ServerReason.ConnectionLost);
        Server.Connections[0].IsDisposed.ShouldBeTrue();
        await PassAsync(Ms(250));

        await ConnectsAsync("s0");
        OthersAreUntouched(Count);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_connections_actor_that_fails_during_a_listing_and_a_command_answers_the_command_and_believes_no_late_listing()
    {
        var reader = await BeginAsync();
        var connection = Server.Connection;
        connection.Lists.Hold();
        connection.Commands.Hold();
        await PassAsync(Seconds(2));
        var command = Plane.ExecuteAsync(Subject, ["list-sessions"], CommandOptions.Default, default);
        await EventuallyAsync(() => (connection.Lists.Held.Count, connection.Commands.Held.Count).ShouldBe((1, 1)));

        await KillAsync("sockets/server-s0/connection-1");
        (await command.WaitAsync(Limit)).ShouldBeOfType<CommandOutcome.Unknown>();
        await BecomesAsync(view => view.Reason == ServerReason.ConnectionLost);
        await PassAsync(Ms(250));

        await ConnectsAsync("s0");
        OthersAreUntouched(Count);
        await EndsAsync(reader);
    }

    [Fact]
    public async Task A_kills_actor_that_fails_sees_its_kill_through_without_another_order()
    {
        var reader = await BeginAsync();
        var (process, connection) = (Server.Process, Server.Connection);
        var kill = Plane.KillAsync(Subject, KillOptions.Default, default);
        await EventuallyAsync(() => Ports.Client.Runs.Count.ShouldBe(1));

        await KillAsync($"sockets/server-s0/kill-{process.Pid}-{process.StartTicks}");
        await KillAsync("sockets/server-s0");
        Server.Die(Ends.Orderly);

        (await kill.WaitAsync(Limit)).ShouldBeOfType<KillOutcome.Killed>();
        Ports.Client.Runs.Count.ShouldBe(1);
        await EventuallyAsync(() => connection.IsDisposed.ShouldBeTrue());
        OthersAreUntouched(Count - 1);
        await EndsAsync(reader, losses: 1);
    }

    protected override void AfterAll()
    {
        _stop.Cancel();
        _stop.Dispose();
        base.AfterAll();
    }

    private async Task<Task> BeginAsync()
    {
        for (var number = 0; number < Count; number++)
        {
            Ports.Start($"s{number}");
        }

        _supervisor = ActorOf(RunKitSupervisor.Props(Ports.ToPorts(), Settings), RunKitSupervisor.Name);
        await EventuallyAsync(async () =>
            (await Plane.GetServersAsync(default)).Count(view => view.Status == ServerStatus.Connected).ShouldBe(Count));
        await EventuallyAsync(async () => (await Plane.GetLastEventIdAsync(default)).Sequence.ShouldBe(2 * Count));
        return ReadAsync(await Plane.GetLastEventIdAsync(default));
    }

    private async Task ReadAsync(EventId last)
    {
        try
        {
            await foreach (var happened in Plane.ReadEventsAsync(last, _stop.Token))
            {
                _read.Enqueue(happened);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test has read enough.
        }
    }

    /// <summary>What the reader was told by the end: no gap, no second appearance, and as many losses as there were.</summary>
    private async Task EndsAsync(Task reader, int losses = 0, bool resyncs = false, bool everybody = false)
    {
        var last = await Plane.GetLastEventIdAsync(default);
        await EventuallyAsync(() => (_read.LastOrDefault()?.Id ?? last with { Sequence = 2 * Count }).ShouldBe(last));
        await _stop.CancelAsync();
        await reader.WaitAsync(Limit);
        var events = _read.ToArray();
        events.Count(happened => happened is PlaneResync).ShouldBe(resyncs ? 1 : 0);
        foreach (var (before, after) in events.Zip(events.Skip(1)).Where(pair => pair.First.Id.Epoch == pair.Second.Id.Epoch))
        {
            after.Id.Sequence.ShouldBe(before.Id.Sequence + 1);
        }

        var told = events.OfType<ServerEventEnvelope>().ToArray();
        told.Count(happened => happened.Event is ServerLost).ShouldBe(losses);
        told.Where(happened => happened.Event is ServerAppeared).ShouldAllBe(happened => happened.Server.Value == "late");
        told.ShouldAllBe(happened => everybody || happened.Server == Subject || happened.Server.Value == "late");
    }

    private void OthersAreUntouched(int connections)
    {
        Ports.Dialer.OpenConnections.ShouldBe(connections);
        for (var number = 1; number < Count; number++)
        {
            Ports.Server($"s{number}").Dials.Count.ShouldBe(1);
        }
    }

    /// <summary>An exception, in the middle of whatever it does.</summary>
    private async Task KillAsync(string actor)
    {
        var actorToFail = await Sys.ActorSelection($"/user/runkit/{actor}").ResolveOne(Limit);
        actorToFail.Tell(Akka.Actor.Kill.Instance, ActorRefs.NoSender);
        Settle(actorToFail);
    }

    private async Task PassAsync(TimeSpan time)
    {
        Settle(_supervisor);
        Time.Advance(time);
        await Task.CompletedTask;
    }

    private Task ConnectsAsync(string name) => EventuallyAsync(async () =>
        (await Plane.GetServersAsync(default)).Single(view => view.Name == name).Status.ShouldBe(ServerStatus.Connected));

    private Task BecomesAsync(Func<ServerView, bool> state) => EventuallyAsync(async () =>
        state((await Plane.GetServersAsync(default)).Single(view => view.Name == Subject.Value)).ShouldBeTrue());

    private Task EventuallyAsync(Func<Task> assertion) => AwaitAssertAsync(assertion, interval: Ms(2));

    private Task EventuallyAsync(Action assertion) => AwaitAssertAsync(assertion, interval: Ms(2));
}
