using RunKit.Actors.Births;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;

namespace RunKit.Actors.Plane;

/// <summary>
/// <c>/user/runkit</c>: starts the plane, the keeper of servers, the watcher of sockets and the clerk of births, and starts each again
/// when it fails. Beyond that it only passes messages on, so that nothing of its own can fail.
/// </summary>
public sealed class RunKitSupervisor : ReceiveActor
{
    /// <summary>The name to start it under.</summary>
    public const string Name = "runkit";

    public RunKitSupervisor(PlanePorts ports, PlaneSettings settings)
    {
        var plane = Context.ActorOf(PlaneActor.Props(settings, ports.Instruments, ports.Time), "plane");
        var servers = Context.ActorOf(ServerKeeper.Props(ports, settings, plane), "servers");
        var sockets = Context.ActorOf(SocketWatcher.Props(ports.Sockets, settings, ports.Time, servers, plane), "sockets");
        var births = Context.ActorOf(BirthActor.Props(ports.Birth, settings), "births");
        Receive<PlaneProtocol.PlaneStarted>(started =>
        {
            servers.Tell(started);

            // Its readers have to come again.
            servers.Tell(new ServerProtocol.EventsAreRead(started.Node, Anybody: false));
            sockets.Tell(started);
        });
        Receive<ServerProtocol.EventsAreRead>(read => servers.Tell(read));
        Receive<ServerKeeperProtocol.NameFreed>(freed => sockets.Tell(freed));
        Receive<ServerKeeperProtocol.LeaveAll>(leave =>
        {
            Context.Stop(sockets);
            servers.Forward(leave);
        });
        Receive<SocketWatcherProtocol.GetDirectory>(get => sockets.Forward(get));
        Receive<BirthProtocol.Bear>(bear => births.Forward(bear));
        ReceiveAny(message => plane.Forward(message));
    }

    public static Props Props(PlanePorts ports, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new RunKitSupervisor(ports, settings));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);
}
