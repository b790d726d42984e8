using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using RunKit.Actors.Scheduling;
using RunKit.Testing.Fakes;

namespace RunKit.Actors.Tests;

/// <summary>
/// Actors with fake ports and one clock for all: their timers, the product's and the ports'. It stands still unless the test moves it.
/// </summary>
public abstract class Scenario : TestKit
{
    protected const string Node = "n1";

    // A busy machine may take long; nothing here depends on how long.
    private static readonly Config Patient = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        akka.test.single-expect-default = 60s
        akka.test.filter-leeway = 60s
        """);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);
    private TestProbe? _fence;
    private int _fenced;

    protected Scenario()
        : this(new FakeTimeProvider())
    {
    }

    private Scenario(FakeTimeProvider time)
        : base(TimeProviderScheduler.On(time).WithFallback(Patient))
    {
        Time = time;
        Ports = new FakePorts { Time = time };
    }

    protected FakePorts Ports { get; }

    protected PlaneSettings Settings { get; set; } = new() { Node = Node };

    protected FakeTimeProvider Time { get; }

    private TestProbe Fence => _fence ??= CreateTestProbe();

    protected static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>
    /// Waits until an actor has handled what it was sent, and what it sent itself while handling that, a few times over: a fence in its
    /// mailbox, behind which a test may say that something has not happened. It holds because nothing here comes from elsewhere: timers run
    /// on the thread that moves the clock, and what a port answers is piped on the thread that answers.
    /// </summary>
    protected void Settle(params ICanTell[] actors)
    {
        for (var round = 0; round < 4; round++)
        {
            foreach (var actor in actors)
            {
                actor.Tell(new Identify(++_fenced), Fence.Ref);
                Fence.ExpectMsg<ActorIdentity>(identity => identity.MessageId.Equals(_fenced));
            }
        }
    }

    /// <summary>Waits until so.</summary>
    protected void Eventually(Action assertion) => AwaitAssert(assertion, interval: Glance);

    /// <summary>Starts an actor whose parent's ears are <paramref name="parent"/>.</summary>
    protected IActorRef ChildOf(TestProbe parent, Props child)
    {
        var foster = ActorOf(Props.Create(() => new Foster(parent, child)));
        Settle(foster);
        Sys.ActorSelection($"{foster.Path.ToStringWithoutAddress()}/{Foster.ChildName}").Tell(new Identify(++_fenced), Fence.Ref);
        return Fence.ExpectMsg<ActorIdentity>().Subject;
    }

    /// <summary>Sends a question and takes the answer.</summary>
    protected T Answer<T>(IActorRef actor, object question)
    {
        var asker = CreateTestProbe();
        asker.Send(actor, question);
        return asker.ExpectMsg<T>();
    }

    private sealed class Foster : ReceiveActor
    {
        public const string ChildName = "child";

        public Foster(TestProbe ears, Props child)
        {
            Context.ActorOf(child, ChildName);
            ReceiveAny(message => ears.Ref.Forward(message));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);
    }
}
