using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Servers;

/// <summary>One server named <c>a</c>, and its actor under the keeper that would have it.</summary>
public abstract class ServerScenario : Scenario
{
    protected static readonly ServerName Name = new("a");

    private IActorRef? _keeper;
    private IActorRef? _plane;

    protected Told Told { get; } = new();

    protected FakeServer Server => Ports.Server("a");

    protected ServerView View => Told.View();

    /// <summary>The actor that minds <c>a</c>.</summary>
    protected IActorRef Actor => Told.Actor();

    protected IActorRef Plane => _plane ??= ActorOf(Told.Plane(), "plane");

    protected IActorRef Keeper => _keeper ??= ActorOf(ServerKeeper.Props(Ports.ToPorts(), Settings, Plane), "servers");

    /// <summary>The keeper learns of a socket, and its actor begins.</summary>
    protected void Begin(string server = "a")
    {
        Keeper.Tell(new ServerKeeperProtocol.SocketSeen(Node, new ServerName(server), Anew: true));
        Eventually(() => Told.Reports(server).ShouldNotBeEmpty());
        Settle(Keeper, Told.Actor(server), Plane);
    }

    /// <summary>A server runs and is connected.</summary>
    protected FakeConnection Connect()
    {
        Server.Start();
        Begin();
        View.Status.ShouldBe(ServerStatus.Connected);
        SettleMirror();
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

    protected void Settle() => Settle(Keeper, Actor, Plane);

    /// <summary>The same, with the actor's own children: its mirror, and whoever watches a victim.</summary>
    protected void SettleMirror() => Settle(
        [.. ((string[])["$a", "$b", "$c", "$d"]).Select(name => Sys.ActorSelection($"{Actor.Path.ToStringWithoutAddress()}/{name}")), Actor, Plane]);

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

    protected void SocketCreated() => Tell(new ServerProtocol.SocketCreated(Node, Name));

    protected void SocketGone() => Tell(new ServerProtocol.SocketGone(Node, Name));

    protected void DialNow() => Tell(new ServerProtocol.Dial(Node, Name));
}
