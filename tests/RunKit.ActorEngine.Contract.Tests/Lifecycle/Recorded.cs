using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>What a test makes an actor fail with.</summary>
public sealed class Boom(string message = "boom") : Exception(message);

/// <summary>
/// An actor that tells a listener of its life: "ctor", "pre-start", "pre-restart:MESSAGE", "post-stop", "post-restart". It answers strings
/// with themselves, counts "count", throws the exceptions it is sent, and starts a recorded child for a <see cref="Spawn"/>.
/// </summary>
public sealed class Recorded : ReceiveActor
{
    private readonly IActorRef _listener;
    private readonly string _prefix;
    private readonly SupervisorStrategy? _strategy;
    private int _count;

    public sealed record Spawn(string Name, SupervisorStrategy? Strategy = null);

    public Recorded(IActorRef listener, string prefix, SupervisorStrategy? strategy)
    {
        _listener = listener;
        _prefix = prefix;
        _strategy = strategy;
        Tell("ctor");
        Receive<string>(text => text == "count", _ => Sender.Tell(++_count));
        Receive<string>(text => text == "stop", _ => Context.Stop(Self));
        Receive<string>(text => Sender.Tell(text));
        Receive<Exception>(Throw);
        Receive<Spawn>(spawn => Sender.Tell(Context.ActorOf(Props(listener, spawn.Name + " ", spawn.Strategy), spawn.Name)));
    }

    public static Props Props(IActorRef listener, string prefix = "", SupervisorStrategy? strategy = null) =>
        Akka.Actor.Props.Create(() => new Recorded(listener, prefix, strategy));

    protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? base.SupervisorStrategy();

    protected override void PreStart() => Tell("pre-start");

    protected override void PostStop() => Tell("post-stop");

    protected override void PreRestart(Exception reason, object message)
    {
        Tell($"pre-restart:{message}");
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Tell($"post-restart:{reason.Message}");
        base.PostRestart(reason);
    }

    private void Tell(string what) => _listener.Tell(_prefix + what);

    private static void Throw(Exception exception) => throw exception;
}
