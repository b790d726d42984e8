using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>The keeper, with the test in the place of its parent.</summary>
public sealed class ServerKeeperTests : Scenario
{
    private static readonly ServerName Name = new("a");
    private readonly Told _told = new();
    private readonly IActorRef _plane;
    private readonly TestProbe _parent;
    private readonly IActorRef _keeper;

    public ServerKeeperTests()
    {
        _plane = ActorOf(_told.Plane());
        _parent = CreateTestProbe();
        _keeper = ChildOf(_parent, ServerKeeper.Props(Ports.ToPorts(), Settings, _plane));
    }

    private FakeServer Server => Ports.Server("a");

    [Fact]
    public void A_socket_gets_one_actor_however_often_it_is_seen()
    {
        Server.Start();

        See(anew: true);
        See(anew: false);
        See(anew: false);

        Eventually(() => _told.Events<ServerConnected>().Count.ShouldBe(1));
        Server.Dials.Count.ShouldBe(1);
        Server.Probes.ShouldBe(1);
    }

    [Fact]
    public void A_socket_that_is_another_file_is_told_to_its_actor()
    {
        Server.Start();
        See(anew: true);
        Eventually(() => _told.Events<ServerConnected>().Count.ShouldBe(1));

        See(anew: true);

        Eventually(() => Server.Probes.ShouldBe(2));
    }

    [Fact]
    public void A_missed_socket_is_told_to_its_actor_and_nobody_elses()
    {
        ConnectBoth();

        _keeper.Tell(new ServerKeeperProtocol.SocketMissed(Node, Name));

        Eventually(() => _told.Events<ServerSocketLost>().Count.ShouldBe(1));
        _told.Events<ServerSocketLost>("b").ShouldBeEmpty();
    }

    [Fact]
    public void A_socket_that_is_not_among_all_is_missed()
    {
        ConnectBoth();

        _keeper.Tell(new ServerKeeperProtocol.AllSockets(Node, [new ServerName("b")]));

        Eventually(() => _told.Events<ServerSocketLost>().Count.ShouldBe(1));
        _told.Events<ServerSocketLost>("b").ShouldBeEmpty();
    }

    [Fact]
    public void A_missed_socket_without_an_actor_gets_none()
    {
        _keeper.Tell(new ServerKeeperProtocol.SocketMissed(Node, Name));
        Settle(_keeper, _plane);

        Server.Dials.Count.ShouldBe(0);
    }

    [Fact]
    public void The_name_of_a_removed_server_is_free_when_its_actor_has_ended_and_the_parent_is_told()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        See(anew: true);
        Eventually(() => _told.Events<ServerAppeared>().Count.ShouldBe(1));
        var first = _told.Actor();

        _keeper.Tell(new ServerKeeperProtocol.SocketMissed(Node, Name));
        _parent.ExpectMsg(new ServerKeeperProtocol.NameFreed(Node, Name));
        Server.Start();
        See(anew: false);

        Eventually(() => _told.Events<ServerConnected>().Count.ShouldBe(1));
        _told.Actor().ShouldNotBe(first);
        _told.Events().ShouldBe(
            [new ServerAppeared("dead"), new ServerRemoved(), new ServerAppeared("alive"), new ServerConnected("3.3a", GuardState.Floor)]);
    }

    [Fact]
    public void A_plane_that_has_begun_anew_hears_of_every_server_again()
    {
        ConnectBoth();
        var (a, b) = (_told.Reports("a").Count, _told.Reports("b").Count);

        _keeper.Tell(new Actors.Plane.PlaneProtocol.PlaneStarted(Node));

        Eventually(() => (_told.Reports("a").Count, _told.Reports("b").Count).ShouldBe((a + 1, b + 1)));
        _told.Reports()[^1].Events.ShouldBeEmpty();
        _told.View().Generation.ShouldBe(Server.Generation);
    }

    private void See(bool anew, string name = "a") => _keeper.Tell(new ServerKeeperProtocol.SocketSeen(Node, new ServerName(name), anew));

    private void ConnectBoth()
    {
        Server.Start();
        Ports.Server("b").Start();
        See(anew: true);
        See(anew: true, "b");
        Eventually(() => _told.Events<ServerConnected>("a").Count.ShouldBe(1));
        Eventually(() => _told.Events<ServerConnected>("b").Count.ShouldBe(1));
    }
}
