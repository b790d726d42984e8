using Akka.Actor.Setup;
using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Event;

namespace Akka.Actor;

internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly List<Action> _onTermination = [];
    private readonly LocalActorRef _root;
    private readonly LocalActorRef _user;
    private readonly LocalActorRef _system;
    private LoggerFleet? _loggers;
    private EventHandler? _onProcessExit;

    public ActorSystemImpl(string name, ActorSystemSetup setup)
    {
        Name = name;
        Settings = new Settings(setup);
        Throughput = Settings.Throughput;
        EventStream = new EventStream { LogLevel = Settings.ParseLogLevel(Settings.LogLevel) };
        LogFormatter = MakeFormatter();
        Log = Logging.GetLogger(this, name);
        var rootPath = new RootActorPath(new Address("akka", name));
        DeadLetters = new DeadLetterActorRef(this, rootPath / "deadLetters");
        TempPath = rootPath / "temp";
        Scheduler = MakeScheduler();
        _root = new LocalActorRef(this, new TreeTopRef(this, rootPath / "tree-top"), rootPath, Props.Create(() => new RootGuardianActor(this)));
        _root.Cell.PrepareForForeignThreads();
        _system = MakeGuardian("system");
        _user = MakeGuardian("user");
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override IScheduler Scheduler { get; }

    public override IActorRef DeadLetters { get; }

    public override ILoggingAdapter Log { get; }

    internal override IActorRef Guardian => _user;

    internal override IActorRef SystemGuardian => _system;

    public override Task WhenTerminated => _terminated.Task;

    internal int Throughput { get; }

    internal ILogMessageFormatter LogFormatter { get; }

    internal ActorPath TempPath { get; }

    internal ActorRefBase Root => _root;

    public void Start()
    {
        _root.SendSystem(new Create());
        _loggers = LoggerFleet.Start(this);
        if (UnknownKeys.In(Settings.Config) is { Count: > 0 } unknown)
            Log.Warning("These settings mean nothing to this engine and are ignored: {0}. Its documentation lists those that it reads.", string.Join(", ", unknown));
        if (Settings.LogDeadLetters > 0)
        {
            var (limit, silence) = (Settings.LogDeadLetters, Settings.LogDeadLettersSuspendDuration);
            SystemActorOf(Props.Create(() => new DeadLetterListener(limit, silence)), "deadLetterListener");
        }

        if (Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook", true))
        {
            _onProcessExit = (_, _) => CoordinatedShutdown.Get(this).RunAtProcessExit();
            AppDomain.CurrentDomain.ProcessExit += _onProcessExit;
        }

        if (Settings.Config.GetBoolean("akka.log-config-on-start"))
            Log.Info(Settings.Config.ToString());
    }

    public override IActorRef ActorOf(Props props, string? name = null) => _user.Cell.ActorOf(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) => _system.Cell.ActorOf(props, name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorSelection(actorPath.ToString());

    public override ActorSelection ActorSelection(string actorPath) => Actor.ActorSelection.From(this, _root, actorPath);

    public override void Stop(IActorRef actor) => ((ActorRefBase)actor).SendSystem(new Terminate());

    public override Task Terminate()
    {
        if (Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true))
            _ = CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            StopTree();
        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
    {
        lock (_onTermination)
        {
            if (WhenTerminated.IsCompleted)
                throw new InvalidOperationException("The actor system has terminated already.");
            _onTermination.Add(code);
        }
    }

    internal override object RegisterExtension(IExtensionId extension) =>
        _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this))).Value;

    internal override T? GetExtension<T>()
        where T : class => _extensions.TryGetValue(typeof(T), out var found) ? (T)found.Value : null;

    public override string ToString() => $"akka://{Name}";

    /// <summary>Stops all actors; the root does the rest.</summary>
    internal void StopTree() => _user.SendSystem(new Terminate());

    internal IReadOnlyList<IActorRef> TakeLoggers() => _loggers?.Retire() ?? [];

    internal void OnTreeTerminated()
    {
        (Scheduler as IDisposable)?.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= _onProcessExit;
        Action[] callbacks;
        lock (_onTermination)
        {
            callbacks = [.. _onTermination];
            _terminated.TrySetResult();
        }

        foreach (var callback in callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception failure)
            {
                LogError(failure, _root, GetType(), $"A termination callback failed: {failure.Message}");
            }
        }
    }

    internal void PublishDeadLetter(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case AllDeadLetters:
                break;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), DeadLetters);
                break;
            case IDeadLetterSuppression suppressed:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? DeadLetters, recipient));
                break;
            default:
                EventStream.Publish(new DeadLetter(message, sender ?? DeadLetters, recipient));
                break;
        }
    }

    internal void PublishUnhandled(object message, IActorRef sender, IActorRef recipient)
    {
        EventStream.Publish(new UnhandledMessage(message, sender, recipient));
        if (Settings.LogUnhandled)
            EventStream.Publish(new Event.Debug(null, recipient.Path.ToString(), recipient.GetType(), $"Unhandled message from {sender}: {message}"));
    }

    internal void LogError(Exception failure, IActorRef source, Type type, string message) =>
        EventStream.Publish(new Error(failure, source.Path.ToString(), type, message));

    private LocalActorRef MakeGuardian(string name)
    {
        var guardian = _root.Cell.MakeChild(Props.Create(() => new GuardianActor()), name);
        guardian.Cell.PrepareForForeignThreads();
        return guardian;
    }

    private ILogMessageFormatter MakeFormatter()
    {
        var name = Settings.Config.GetString("akka.logger-formatter");
        if (name is null)
            return DefaultLogMessageFormatter.Instance;

        var type = Settings.FindType(name);
        return type == typeof(DefaultLogMessageFormatter)
            ? DefaultLogMessageFormatter.Instance
            : (ILogMessageFormatter)Activator.CreateInstance(type)!;
    }

    private IScheduler MakeScheduler() => Settings.Config.GetString("akka.scheduler.implementation") is { } name
        ? (IScheduler)Activator.CreateInstance(Settings.FindType(name), Settings.Config, Log)!
        : new ThreadScheduler(Log);
}
