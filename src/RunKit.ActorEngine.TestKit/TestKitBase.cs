using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Drives actors from a test: an actor that receives for the test, and expectations on what it receives.</summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActorId;
    private readonly ReceivedMessages _received = new();
    private ReceivedMessage? _last;

    /// <summary>Tests in a given system, or in a new one with the default configuration.</summary>
    private protected TestKitBase(ActorSystem? system = null, string? testActorName = null)
        : this(system ?? ActorSystem.Create("test", DefaultConfig), testActorName, isImplicitSender: true)
    {
    }

    private protected TestKitBase(ActorSystem system, string? testActorName, bool isImplicitSender)
    {
        Sys = system;
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        Log = Logging.GetLogger(Sys, GetType());
        EventFilter = new EventFilterFactory(this, Sys);
        var received = _received;
        TestActor = ((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new InternalTestActor(received)),
            string.IsNullOrEmpty(testActorName) ? $"testActor{Interlocked.Increment(ref _testActorId)}" : testActorName);
        if (isImplicitSender)
            ImplicitSender.Enter(TestActor);
    }

    /// <summary>Tests in a new system; the test kit's defaults fill what <paramref name="config"/> leaves out.</summary>
    private protected TestKitBase(Config? config, string? actorSystemName = null, string? testActorName = null)
        : this(ActorSystem.Create(actorSystemName ?? "test", config?.WithFallback(DefaultConfig) ?? DefaultConfig), testActorName)
    {
    }

    /// <summary>Tests in a new system set up in code; the test kit's defaults fill what its configuration leaves out.</summary>
    private protected TestKitBase(ActorSystemSetup config, string? actorSystemName = null, string? testActorName = null)
        : this(ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config)), testActorName)
    {
    }

    /// <summary>The defaults of <c>akka.test</c>, and the logger that event filters need.</summary>
    internal static Config DefaultConfig { get; } = ConfigurationFactory.ParseString("""
        akka {
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          test {
            timefactor = 1.0
            filter-leeway = 3s
            single-expect-default = 3s
            expect-no-message-default = 3s
            default-timeout = 5s
          }
        }
        """);

    /// <summary>The system under test.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The configured durations.</summary>
    internal TestKitSettings TestKitSettings { get; }

    /// <summary>The actor that receives for the test.</summary>
    public IActorRef TestActor { get; }

    /// <summary>A log whose source is the test.</summary>
    public ILoggingAdapter Log { get; }

    /// <summary>Expectations on what is logged in <see cref="Sys"/>.</summary>
    public EventFilterFactory EventFilter { get; }

    /// <summary>Whether a message waits to be received.</summary>
    public bool HasMessages => !_received.IsEmpty;

    /// <summary>The last message that the test received, or null.</summary>
    public object LastMessage => _last?.Message!;

    /// <summary>Who sent <see cref="LastMessage"/>, or null.</summary>
    public IActorRef LastSender => _last?.Sender!;

    /// <summary>Makes another correspondent in this system.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    /// <summary>Starts a top-level actor.</summary>
    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    /// <summary>Starts a top-level actor made by its parameterless constructor.</summary>
    public IActorRef ActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Has the test actor watch: it will receive <see cref="Terminated"/>. Done when the call returns.</summary>
    public IActorRef Watch(IActorRef actorToWatch) => Wait(new ValueTask<IActorRef>(WatchAsync(actorToWatch)));

    /// <summary>Has the test actor watch.</summary>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => SetWatchAsync(actorToWatch, true);

    /// <summary>Ends a watch; a <see cref="Terminated"/> that is not received yet is discarded.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch) => Wait(new ValueTask<IActorRef>(UnwatchAsync(actorToUnwatch)));

    /// <summary>Ends a watch.</summary>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => SetWatchAsync(actorToUnwatch, false);

    /// <summary>Has every message handled by a pilot before the test sees it.</summary>
    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new InternalTestActor.SetAutoPilot(pilot), ActorRefs.NoSender);

    /// <summary>Hides the messages for which the function returns true from the test.</summary>
    private void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new InternalTestActor.SetIgnore(shouldIgnoreMessage), ActorRefs.NoSender);

    /// <summary>Hides messages of one type for which the function returns true.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnore) => IgnoreMessages(message => message is TMsg typed && shouldIgnore(typed));

    /// <summary>Hides nothing any more.</summary>
    public void IgnoreNoMessages() => TestActor.Tell(new InternalTestActor.SetIgnore(null), ActorRefs.NoSender);

    /// <summary>Ends the system and waits for it, 5 s unless told otherwise.</summary>
    private protected void Shutdown()
    {
        var max = Dilated(TestKitSettings.DefaultTimeout);
        if (!Sys.Terminate().Wait(max))
            Sys.Log.Warning("Failed to stop [{0}] within {1}.", Sys.Name, max);
    }

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        return setup.And((bootstrap.HasValue ? bootstrap.Value : BootstrapSetup.Create()).WithConfigFallback(DefaultConfig));
    }

    private async Task<IActorRef> SetWatchAsync(IActorRef subject, bool watch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new InternalTestActor.WatchSubject(subject, watch, done), ActorRefs.NoSender);
        await done.Task.WaitAsync(RemainingOrDefault).ConfigureAwait(false);
        return subject;
    }
}
