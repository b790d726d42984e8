using System.Diagnostics;
using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>Births, failures and ends of actors and systems.</summary>
internal static class Lifecycle
{
    private const int Children = 100_000;
    private const int Failures = 50_000;
    private const int Systems = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Until the last child's PreStart has told the parent.</summary>
    public static Task<double> SpawnAsync() => EngineBenchmarks.WithSystemAsync(system =>
        Measurement.RateAsync(Children, () => PopulateAsync(system)));

    /// <summary>From the stop of the parent until it has terminated, which is after its children.</summary>
    public static Task<double> StopAsync() => EngineBenchmarks.WithSystemAsync(async system =>
    {
        var parent = await PopulateAsync(system);
        return await Measurement.RateAsync(Children, async () =>
        {
            if (!await parent.GracefulStop(Patience))
                throw new TimeoutException("The parent did not stop.");
        });
    });

    /// <summary>Bytes of the heap for each child that waits for messages, its name and its place in the parent included.</summary>
    public static Task<double> IdleSizeAsync() => EngineBenchmarks.WithSystemAsync(async system =>
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var parent = await PopulateAsync(system);
        var size = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Children;
        GC.KeepAlive(parent);
        return size;
    });

    /// <summary>A child that throws at every message, until the last new incarnation has started.</summary>
    public static Task<double> RestartAsync() => EngineBenchmarks.WithSystemAsync(system =>
    {
        var countdown = new Countdown(Failures);
        var strategy = new OneForOneStrategy(static _ => Directive.Restart);
        var parent = system.ActorOf(Props.Create(() => new Parent(countdown)).WithSupervisorStrategy(strategy));
        return Measurement.RateAsync(Failures, async () =>
        {
            parent.Tell(new Fail(Failures));
            await countdown.Done;
        });
    });

    /// <summary>Milliseconds for an actor system with its defaults to come and go.</summary>
    public static async Task<double> CreateAndTerminateAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Systems; i++)
        {
            await ActorSystem.Create("benchmark").Terminate();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Systems;
    }

    private static async Task<IActorRef> PopulateAsync(ActorSystem system)
    {
        var countdown = new Countdown(Children);
        var parent = system.ActorOf(Props.Create(() => new Parent(countdown)));
        parent.Tell(new Populate(Children));
        await countdown.Done;
        return parent;
    }

    private sealed record Populate(int Children);

    private sealed record Fail(int Times);

    private sealed record Started;

    private sealed class Parent : ReceiveActor
    {
        public Parent(Countdown countdown)
        {
            Receive<Started>(_ => countdown.Count());
            Receive<Populate>(populate =>
            {
                var props = Props.Create(() => new Child());
                for (var i = 0; i < populate.Children; i++)
                {
                    Context.ActorOf(props);
                }
            });
            Receive<Fail>(fail =>
            {
                var child = Context.ActorOf(Props.Create(() => new FailingChild(countdown)));
                for (var i = 0; i < fail.Times; i++)
                {
                    child.Tell(Ball.Instance, Self);
                }
            });
        }
    }

    private sealed class Child : ReceiveActor
    {
        private static readonly Started Message = new();

        public Child() => Receive<Ball>(_ => { });

        protected override void PreStart() => Context.Parent.Tell(Message, ActorRefs.NoSender);
    }

    private sealed class FailingChild : ReceiveActor
    {
        private readonly Countdown _countdown;

        public FailingChild(Countdown countdown)
        {
            _countdown = countdown;
            Receive<Ball>(_ => throw new InvalidOperationException("on purpose"));
        }

        protected override void PostRestart(Exception reason) => _countdown.Count();
    }
}
