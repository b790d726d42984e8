using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A test kit with an actor of its own and no implicit sender: stands in for a correspondent of the actor under test.</summary>
public sealed class TestProbe : TestKitBase
{
    internal TestProbe(ActorSystem system, string? testActorName)
        : base(system, testActorName, isImplicitSender: false)
    {
    }

    /// <summary>The actor that receives for this probe.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>Who sent the last message that the test received from this probe.</summary>
    public IActorRef Sender => LastSender;

    /// <summary>Sends a message as this probe.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Answers the sender of the last received message.</summary>
    public void Reply(object message) => Sender.Tell(message, TestActor);

    /// <summary>Passes the last received message on, its sender kept.</summary>
    public void Forward(IActorRef actor) => Forward(actor, LastMessage);

    /// <summary>Sends another message in the name of the last received message's sender.</summary>
    public void Forward(IActorRef actor, object message) => actor.Tell(message, Sender);
}
