using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using RunKit.Actors.Scheduling;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Scale;

namespace RunKit.Benchmarks.Scheduling;

/// <summary>
/// One scheduler in a process of its own, where nothing was compiled before and nobody else's timers run: what a start, an actor, a timer
/// and a minute of idleness cost.
/// </summary>
internal static class SchedulerTrial
{
    /// <summary>The first argument of such a process; then the scheduler, how many actors idle, and how many seconds.</summary>
    public const string Verb = "--scheduler-trial";

    public const string Wheel = "wheel";
    public const string Sleeping = "sleeping";

    private const int Samples = 500;
    private const int ManyActors = 20_000;
    private static readonly Config Silent = ConfigurationFactory.ParseString("akka.loglevel = WARNING");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(15);

    // Before it the runtime compiles anew what it has seen often.
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(20);

    /// <summary>Makes the trial, and writes a figure a line.</summary>
    public static async Task RunAsync(string scheduler, int actors, TimeSpan watched)
    {
        var config = (scheduler == Wheel ? Config.Empty : TimeProviderScheduler.On(TimeProvider.System)).WithFallback(Silent);
        Write("cold", await StartAsync(config));
        Write("warm", await Measurement.MedianAsync(5, () => StartAsync(config)));
        Write("actor", await WithAsync(config, BytesAnActor));
        var late = await WithAsync(config, LatenessAsync);
        Write("p50", Quantile.Of(late, 0.5));
        Write("p99", Quantile.Of(late, 0.99));
        var (processor, threads) = await WithAsync(config, system => IdleAsync(system, actors, watched));
        Write("idle", processor);
        Write("threads", threads);
    }

    private static void Write(string name, double figure) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {figure:0.###}"));

    private static async Task<double> StartAsync(Config config)
    {
        var start = Stopwatch.GetTimestamp();
        var system = ActorSystem.Create("trial", config);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await system.Terminate();
        return took;
    }

    private static async Task<T> WithAsync<T>(Config config, Func<ActorSystem, Task<T>> use)
    {
        var system = ActorSystem.Create("trial", config);
        var result = await use(system);
        await system.Terminate();
        return result;
    }

    private static async Task<double> BytesAnActor(ActorSystem system)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var actors = Enumerable.Range(0, ManyActors).Select(_ => system.ActorOf(Props.Create(() => new Idler(Refresh)))).ToArray();
        await Task.WhenAll(actors.Select(actor => actor.Ask<ActorIdentity>(new Identify(0))));
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / ManyActors;
        GC.KeepAlive(actors);
        return bytes;
    }

    private static async Task<double[]> LatenessAsync(ActorSystem system)
    {
        var done = new TaskCompletionSource<double[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Ticker(done)));
        return [.. (await done.Task).Order()];
    }

    private static async Task<(double Processor, int Threads)> IdleAsync(ActorSystem system, int actors, TimeSpan watched)
    {
        var random = new Random(1);
        for (var i = 0; i < actors; i++)
        {
            var first = Refresh * random.NextDouble();
            system.ActorOf(Props.Create(() => new Idler(first)));
        }

        await Task.Delay(UntilIdle);
        var before = ProcessReading.Of(Environment.ProcessId);
        await Task.Delay(watched);
        var after = ProcessReading.Of(Environment.ProcessId);
        return (100 * (after.Cpu - before.Cpu) / watched, after.Threads);
    }

    /// <summary>Looks at something every 15 s.</summary>
    private sealed class Idler : ReceiveActor, IWithTimers
    {
        private readonly TimeSpan _first;

        public Idler(TimeSpan first)
        {
            _first = first;
            Receive<string>(_ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("look", "look", _first, Refresh);
    }

    /// <summary>Sets a short timer again and again, and tells how many milliseconds each was late.</summary>
    private sealed class Ticker : ReceiveActor, IWithTimers
    {
        private readonly List<double> _late = [];
        private long _set;

        public Ticker(TaskCompletionSource<double[]> done) => Receive<string>(_ =>
        {
            _late.Add((Stopwatch.GetElapsedTime(_set) - Short).TotalMilliseconds);
            if (_late.Count == Samples)
                done.SetResult([.. _late]);
            else
                Set();
        });

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Set();

        private void Set()
        {
            _set = Stopwatch.GetTimestamp();
            Timers.StartSingleTimer("tick", "tick", Short);
        }
    }
}
