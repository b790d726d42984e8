using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;
using RunKit.Actors.Tests.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Sockets;

/// <summary>The watcher as the parent of the servers' actors, with the directory's actor below it.</summary>
public sealed class SocketWatcherTests : ServerScenario
{
    [Fact]
    public void A_socket_gets_one_actor_however_often_it_is_seen()
    {
        Connect();
        Ports.Sockets.Tell(new SocketChange.Appeared("a"));
        Ports.Sockets.Tell(new SocketChange.Appeared("a"));
        SettleDirectory();

        Reports.Events<ServerConnected>().Count.ShouldBe(1);
        (Server.Dials.Count, Server.Probes).ShouldBe((1, 1));
    }

    [Fact]
    public void A_socket_that_is_another_file_is_told_to_its_actor()
    {
        Connect();

        Ports.Sockets.Create("a");

        Eventually(() => Server.Probes.ShouldBe(2));
    }

    [Fact]
    public void A_missed_socket_is_told_to_its_actor_and_to_no_other()
    {
        ConnectBoth();

        Ports.Sockets.Delete("a");
        SettleDirectory();
        Advance(Ms(50));

        Eventually(() => Reports.Events<ServerSocketLost>().Count.ShouldBe(1));
        Reports.Events<ServerSocketLost>("b").ShouldBeEmpty();
    }

    [Fact]
    public void A_socket_that_is_not_among_all_is_missed()
    {
        ConnectBoth();

        Ports.Sockets.Delete("a", told: false);
        Advance(Seconds(30));

        Eventually(() => Reports.Events<ServerSocketLost>().Count.ShouldBe(1));
        Reports.Events<ServerSocketLost>("b").ShouldBeEmpty();
    }

    [Fact]
    public void A_missed_socket_that_nothing_is_remembered_of_gets_no_actor()
    {
        Watcher.Tell(new SocketWatcherProtocol.SocketMissed(Name));
        Settle(Watcher, Plane);

        Server.Dials.Count.ShouldBe(0);
        Reports.Reports().ShouldBeEmpty();
    }

    [Fact]
    public void The_name_of_a_removed_server_is_free_for_another_that_appears()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();
        Eventually(() => Reports.Events<ServerAppeared>().Count.ShouldBe(1));
        var first = Watch(Actor);

        Ports.Sockets.Delete("a");
        SettleDirectory();
        Advance(Ms(50));
        ExpectTerminated(first);
        Server.Start();
        Ports.Sockets.Create("a");

        Eventually(() => Reports.Events().ShouldBe(
            [new ServerAppeared("dead"), new ServerRemoved(), new ServerAppeared("alive"), new ServerConnected("3.3a", GuardState.Floor)]));
        Actor.ShouldNotBe(first);
    }

    [Fact]
    public void A_socket_that_comes_while_its_old_actor_still_stops_is_found()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();
        Ports.Sockets.Delete("a", told: false);
        Actor.Tell(new ServerProtocol.SocketGone(Node, Name), ActorRefs.NoSender);
        Server.Start();
        Ports.Sockets.Create("a", told: false);

        // Told before the old actor has ended, and to nobody.
        Watcher.Tell(new SocketWatcherProtocol.SocketSeen(Name, Anew: true));

        Eventually(() => Reports.Events<ServerConnected>().Count.ShouldBe(1));
    }

    [Fact]
    public void A_plane_that_has_begun_anew_hears_of_every_server_again()
    {
        ConnectBoth();
        var (a, b) = (Reports.Reports("a").Count, Reports.Reports("b").Count);

        Watcher.Tell(new PlaneProtocol.PlaneStarted(Node));

        Eventually(() => (Reports.Reports("a").Count, Reports.Reports("b").Count).ShouldBe((a + 1, b + 1)));
        Reports.Reports()[^1].Events.ShouldBeEmpty();
        View.Generation.ShouldBe(Server.Generation);
    }

    [Fact]
    public void A_directorys_actor_that_fails_costs_no_servers_actor_anything()
    {
        ConnectBoth();
        Ports.Sockets.ThrowNext(new InvalidOperationException("a broken port"));

        Advance(Seconds(1));
        Ports.Server("c").Start();
        Eventually(() => Ports.Sockets.WatchesBegun.ShouldBe(2));
        Ports.Sockets.Create("c");

        Eventually(() => Reports.Events<ServerConnected>("c").Count.ShouldBe(1));
        (Server.Dials.Count, Ports.Server("b").Dials.Count, Ports.Sockets.Watches).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task A_directorys_actor_that_keeps_failing_is_begun_anew_after_a_second()
    {
        ConnectBoth();
        var directory = await Sys.ActorSelection("/user/sockets/directory").ResolveOne(Seconds(60));
        Watch(directory);
        for (var i = 0; i < 6; i++)
        {
            directory.Tell(Akka.Actor.Kill.Instance, ActorRefs.NoSender);
        }

        ExpectTerminated(directory);
        Settle(Watcher);
        Ports.Server("c").Start();
        Ports.Sockets.Create("c");
        Time.Advance(Seconds(1));

        Eventually(() => Reports.Events<ServerConnected>("c").Count.ShouldBe(1));
        Ports.Sockets.Watches.ShouldBe(1);
    }

    [Fact]
    public void A_servers_actor_that_fails_too_often_is_made_anew_with_what_was_known_and_appears_once()
    {
        ConnectBoth();
        var generation = Server.Generation;
        var first = StopByFailing();

        Advance(Seconds(29));
        Reports.Actor().ShouldBe(first);
        Time.Advance(Seconds(1));
        Eventually(() => Reports.Actor().ShouldNotBe(first));
        (View.Status, View.Reason, View.Generation).ShouldBe((ServerStatus.BackingOff, ServerReason.Restarted, generation));
        Advance(Ms(250));

        Eventually(() => View.Status.ShouldBe(ServerStatus.Connected));
        Reports.Events<ServerAppeared>().Count.ShouldBe(1);
        Reports.Events<ServerLost>().ShouldBeEmpty();
        Reports.Events<SessionAdded>().ShouldBeEmpty();
        Ports.Dialer.OpenConnections.ShouldBe(2);
        Ports.Server("b").Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_dies_while_no_actor_manages_it_is_lost_once_with_its_generation()
    {
        Connect();
        var generation = Server.Generation;
        StopByFailing();

        Server.Die(Ends.Crashed);
        Time.Advance(Seconds(30));

        Eventually(() => Reports.Events<ServerLost>().Count.ShouldBe(1));
        Reports.GenerationOf(Reports.Events<ServerLost>()[0]).ShouldBe(generation);
        Eventually(() => View.Reason.ShouldBe(ServerReason.ServerDead));
        Reports.Events<ServerAppeared>().Count.ShouldBe(1);
    }

    [Fact]
    public void A_server_that_goes_with_its_socket_while_no_actor_manages_it_is_lost_and_removed()
    {
        Connect();
        StopByFailing();

        Server.Die(Ends.Crashed, withoutSocket: true);
        Ports.Sockets.Delete("a", told: false);
        Time.Advance(Seconds(30));

        Eventually(() => Reports.Events<ServerRemoved>().Count.ShouldBe(1));
        Reports.Events<ServerLost>().Count.ShouldBe(1);
        Reports.Events<ServerAppeared>().Count.ShouldBe(1);
    }

    private IActorRef StopByFailing()
    {
        var actor = Watch(Actor);
        for (var failure = 1; failure <= 5; failure++)
        {
            Fail();
        }

        actor.Tell(Akka.Actor.Kill.Instance, ActorRefs.NoSender);
        ExpectTerminated(actor);
        Settle(Watcher, Plane);
        return actor;
    }

    private void SettleDirectory() => Settle(Sys.ActorSelection("/user/sockets/directory"), Watcher, Actor, Plane);

    private void ConnectBoth()
    {
        Ports.Server("b").Start();
        Begin("b");
        Connect();
        Eventually(() => Reports.Events<ServerConnected>("b").Count.ShouldBe(1));
    }
}
