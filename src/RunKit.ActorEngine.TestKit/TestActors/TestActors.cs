using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends every message to the test actor and, if asked to, back to its sender.</summary>
public sealed class EchoActor : ReceiveActor
{
    /// <summary>An echo towards the test actor of <paramref name="testkit"/>.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ReceiveAny(message =>
        {
            if (echoBackToSenderAsWell)
            {
                Sender.Tell(message, testkit.TestActor);
            }

            testkit.TestActor.Tell(message, Sender);
        });
    }

    /// <summary>Props of an echo.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Akka.Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Takes every message and does nothing with it.</summary>
public sealed class BlackHoleActor : ReceiveActor
{
    /// <summary>Makes a black hole.</summary>
    public BlackHoleActor() => ReceiveAny(_ => { });

    /// <summary>Props of a black hole.</summary>
    public static Props Props { get; } = Akka.Actor.Props.Create<BlackHoleActor>();
}
