using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Servers;

/// <summary>One server named <c>a</c>, and its actor under the watcher of sockets.</summary>
public abstract class ServerScenario : Scenario
{
    protected static readonly ServerName Name = new("a");

    private IActorRef? _watcher;
    private IActorRef? _plane;

    protected ReportRecorder Reports { get; } = new();

    protected FakeServer Server => Ports.Server("a");

    protected ServerView View => Reports.View();

    /// <summary>The actor that manages <c>a</c>.</summary>
    protected IActorRef Actor => Reports.Actor();

    protected IActorRef Plane => _plane ??= ActorOf(Reports.Plane(), "plane");

    protected IActorRef Watcher => _watcher ??= ActorOf(SocketWatcher.Props(Ports.ToPorts(), Settings, Plane), "sockets");

    /// <summary>A socket is made, and its actor begins.</summary>
    protected void Begin(string server = "a")
    {
        Settle(Watcher, Sys.ActorSelection("/user/sockets/directory"));
        Ports.Sockets.Create(server);
        Eventually(() => Reports.Reports(server).ShouldNotBeEmpty());
        Settle(Watcher, Reports.Actor(server), Plane);
    }

    /// <summary>A server runs and is connected.</summary>
    protected FakeConnection Connect()
    {
        Server.Start();
        Begin();
        View.Status.ShouldBe(ServerStatus.Connected);
        SettleAll();
        return Server.Connection;
    }

    /// <summary>A dial is in flight and waits for the test.</summary>
    protected HeldCall<DialRequest, DialOutcome> HoldFirstDial()
    {
        Server.Start();
        Server.Dials.Hold();
        Begin();
        View.Status.ShouldBe(ServerStatus.Dialing);
        return Server.Dials.Held.Single();
    }

    protected void Settle() => Settle(Watcher, Actor, Plane);

    /// <summary>The same, with the actor's own children: the actors of its connections.</summary>
    protected void SettleAll() => Settle(
        [.. ((string[])["connection-1", "connection-2", "connection-3", "connection-4"]).Select(name => Sys.ActorSelection($"{Actor.Path.ToStringWithoutAddress()}/{name}")), Actor, Plane]);

    /// <summary>Tells the actor and waits until it has acted on it.</summary>
    protected void Tell(object message)
    {
        Actor.Tell(message, ActorRefs.NoSender);
        Settle();
    }

    /// <summary>Moves the time at once, and waits until everything that was due has happened.</summary>
    protected void Advance(TimeSpan time)
    {
        Time.Advance(time);
        SettleAll();
        Settle();
    }

    /// <summary>Moves the time in small steps.</summary>
    protected void Pass(TimeSpan time, double stepMilliseconds = 10)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Ms(stepMilliseconds))
        {
            Advance(Ms(stepMilliseconds));
        }
    }

    protected void SocketCreated()
    {
        Ports.Sockets.Create("a", told: false);
        Tell(new ServerProtocol.SocketCreated(Node, Name));
    }

    protected void SocketGone()
    {
        Ports.Sockets.Delete("a", told: false);
        Tell(new ServerProtocol.SocketGone(Node, Name));
    }

    /// <summary>The actor fails, and its next incarnation begins.</summary>
    protected void Fail()
    {
        Actor.Tell(Akka.Actor.Kill.Instance, ActorRefs.NoSender);
        Eventually(() => View.Reason.ShouldBe(ServerReason.Restarted));
        Settle();
    }

    protected void DialNow() => Tell(new ServerProtocol.Dial(Node, Name));
}
