using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Sockets;

/// <summary>A plane that closes its connections before its process is stopped, and goes on where it was.</summary>
public sealed class SuspendTests : Scenario
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private IActorRef _supervisor = ActorRefs.Nobody;

    private ActorControlPlane Plane => new(_ => Task.FromResult(_supervisor), Settings);

    [Fact]
    public async Task A_suspended_plane_has_no_connection_and_one_that_goes_on_has_them_again()
    {
        await BeginAsync();

        await SuspendAsync();

        Ports.Dialer.OpenConnections.ShouldBe(0);
        _supervisor.Tell(new SocketWatcherProtocol.Resume(Node));
        await EventuallyAsync(() =>
        {
            Time.Advance(Ms(50));
            Ports.Dialer.OpenConnections.ShouldBe(2);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task What_a_dial_in_flight_has_opened_is_closed_before_the_plane_is_suspended()
    {
        await BeginAsync();
        var server = Ports.Server("a");
        server.Dials.Hold();
        server.EndConnections(Ends.Silent);
        await EventuallyAsync(async () => (await ViewAsync("a")).Reason.ShouldBe(ServerReason.ConnectionLost));
        Time.Advance(Ms(250));
        await EventuallyAsync(async () => (await ViewAsync("a")).Status.ShouldBe(ServerStatus.Dialing));

        var suspended = SuspendAsync();
        await EventuallyAsync(() => { Ports.Dialer.OpenConnections.ShouldBe(0); return Task.CompletedTask; });
        suspended.IsCompleted.ShouldBeFalse();
        var dialled = (RunKit.Tmux.Connection.DialOutcome.Connected)server.Connect();
        server.Dials.Held.Single().Answer(dialled);

        await suspended.WaitAsync(Limit);
        ((FakeConnection)dialled.Connection).IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_dies_meanwhile_is_told_once_and_what_goes_on_appears_no_second_time()
    {
        await BeginAsync();
        await SuspendAsync();
        Ports.Server("a").Die(Ends.Crashed);
        var last = await Plane.GetLastEventIdAsync(default);

        _supervisor.Tell(new SocketWatcherProtocol.Resume(Node));

        await EventuallyAsync(async () => (await ViewAsync("a")).Reason.ShouldBe(ServerReason.ServerDead));
        await EventuallyAsync(async () =>
        {
            Time.Advance(Ms(50));
            (await ViewAsync("b")).Status.ShouldBe(ServerStatus.Connected);
        });
        var now = await Plane.GetLastEventIdAsync(default);
        var events = new List<ServerEvent>();
        await foreach (var happened in Plane.ReadEventsAsync(last, default))
        {
            events.Add(((ServerEventEnvelope)happened).Event);
            if (happened.Id == now)
            {
                break;
            }
        }

        events.OfType<ServerLost>().Count().ShouldBe(1);
        events.OfType<ServerAppeared>().ShouldBeEmpty();
    }

    private async Task BeginAsync()
    {
        Ports.Start("a");
        Ports.Start("b");
        _supervisor = ActorOf(RunKitSupervisor.Props(Ports.ToPorts(), Settings), RunKitSupervisor.Name);
        await ConnectAsync();
    }

    private Task ConnectAsync() => EventuallyAsync(async () =>
        (await Plane.GetServersAsync(default)).Select(view => view.Status).ShouldBe([ServerStatus.Connected, ServerStatus.Connected]));

    private Task<SocketWatcherProtocol.Suspended> SuspendAsync() => _supervisor.Ask<SocketWatcherProtocol.Suspended>(new SocketWatcherProtocol.Suspend(Node), Limit);

    private async Task<ServerView> ViewAsync(string name) => (await Plane.GetServersAsync(default)).Single(view => view.Name == name);

    private Task EventuallyAsync(Func<Task> assertion) => AwaitAssertAsync(assertion, interval: Ms(2));
}
