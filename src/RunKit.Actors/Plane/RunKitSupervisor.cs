using RunKit.Actors.Agents;
using RunKit.Actors.Creation;
using RunKit.Actors.Notices;
using RunKit.Actors.Panes;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;
using RunKit.Actors.Streams;

namespace RunKit.Actors.Plane;

/// <summary>
/// <c>/user/runkit</c>: starts the plane, the watcher of sockets, the creator of servers, what runs commands and waits at panes, what looks at agents, and what tells of them, and supervises them. Beyond that it only passes
/// messages on, so that nothing of its own can fail.
/// </summary>
public sealed class RunKitSupervisor : ReceiveActor
{
    /// <summary>The name to start it under.</summary>
    public const string Name = "runkit";

    private readonly IActorRef _sockets;

    public RunKitSupervisor(PlanePorts ports, PlaneSettings settings)
    {
        var plane = Context.ActorOf(PlaneActor.Props(settings, ports.Instruments, ports.Time), "plane");
        _sockets = Context.ActorOf(SocketWatcher.Props(ports, settings, plane), "sockets");
        var creation = Context.ActorOf(ServerCreator.Props(ports.Launcher, settings), "creation");
        var runs = Context.ActorOf(RunsActor.Props(ports, settings.Node, plane), "runs");
        var waits = Context.ActorOf(WaitsActor.Props(ports, settings.Node, plane), "waits");
        var streams = Context.ActorOf(StreamsActor.Props(ports, settings.Node, plane, _sockets), "streams");
        var activity = settings.PaneEvents ? Context.ActorOf(ActivityActor.Props(ports, settings.Node, plane), "activity") : ActorRefs.Nobody;
        var notices = Context.ActorOf(NoticesActor.Props(ports, settings), "notices");
        var agents = Context.ActorOf(AgentsActor.Props(ports, settings, plane, notices), "agents");
        Receive<PlaneProtocol.PlaneStarted>(started => _sockets.Tell(started));
        Receive<ServerProtocol.EventsAreRead>(read =>
        {
            _sockets.Tell(read);
            activity.Tell(read);
        });
        Receive<SocketWatcherProtocol.Disconnect>(disconnect => streams.Forward(disconnect));
        Receive<SocketWatcherProtocol.Suspend>(suspend => _sockets.Forward(suspend));
        Receive<SocketWatcherProtocol.Resume>(resume => _sockets.Forward(resume));
        Receive<SocketWatcherProtocol.GetDirectory>(get => _sockets.Forward(get));
        Receive<CreationProtocol.CreateServer>(create => creation.Forward(create));
        Receive<WaitsProtocol.Wait>(wait => waits.Forward(wait));
        Receive<WaitsProtocol.Forget>(forget => waits.Forward(forget));
        Receive<AgentsProtocol.AreRead>(read => agents.Tell(read));
        Receive<AgentsProtocol.GetAgents>(get => agents.Forward(get));
        Receive<AgentsProtocol.ExplainAgent>(explain => agents.Forward(explain));
        Receive<AgentsProtocol.AwaitAgent>(wait => agents.Forward(wait));
        Receive<AgentsProtocol.ForgetAgent>(forget => agents.Forward(forget));
        Receive<NoticesProtocol.Test>(test => notices.Forward(test));
        Receive<StreamsProtocol.Open>(open => streams.Forward(open));
        Receive<RunsProtocol.StartRun>(start => runs.Forward(start));
        Receive<RunsProtocol.AwaitRun>(wait => runs.Forward(wait));
        Receive<RunsProtocol.GetRuns>(get => runs.Forward(get));
        Receive<RunsProtocol.CancelRun>(cancel => runs.Forward(cancel));
        Receive<RunsProtocol.ReaderLeft>(left => runs.Forward(left));
        ReceiveAny(message => plane.Forward(message));
    }

    public static Props Props(PlanePorts ports, PlaneSettings settings) =>
        Akka.Actor.Props.Create(() => new RunKitSupervisor(ports, settings));

    // Akka restarts the children of an actor that it restarts, and each of the watcher's holds a connection: so that one goes on as it is.
    // What one message of it left undone, the next reading of the directory does.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new ByChildStrategy(child => child.Equals(_sockets) ? Directive.Resume : Directive.Restart);
}
