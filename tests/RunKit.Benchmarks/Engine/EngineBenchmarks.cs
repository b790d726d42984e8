using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>
/// The bar for the actor engine. These sources use API that both engines have, so they measure either. The reference is Akka.NET 1.5.30
/// on 2 processors and .NET 10, medians of quiet runs, measured elsewhere.
/// </summary>
internal static class EngineBenchmarks
{
    private const string Rate = "messages/s";
    private const string Trips = "round trips/s";
    private const string Actors = "actors/s";
    private const string Deliveries = "deliveries/s";

    public static IEnumerable<Benchmark> All =>
    [
        AtLeast("ping-pong, 1 pair, 1 in flight", Rate, 5.7e6, 1, Messaging.PingPongAsync),
        AtLeast("16 pairs, window 1000", Rate, 35.8e6, 1, Messaging.PairsAsync),
        AtLeast("tell, 1 thread to 1 actor", Rate, 12.3e6, 1, () => Messaging.TellAsync(threads: 1)),
        AtLeast("tell, 4 threads to 1 actor", Rate, 8.1e6, 1, () => Messaging.TellAsync(threads: 4)),
        new("Engine", "allocation per ping-pong message", "B", Messaging.AllocationAsync) { Reference = 0.1, Goal = Goal.AtMost(0.1) },
        AtLeast("ReceiveAsync, completed task", Rate, 2.9e6, 1, () => Messaging.HandleAsync(static () => new CompletedTaskActor())),
        AtLeast("ReceiveAsync, Task.Yield", Rate, 1.9e6, 1, () => Messaging.HandleAsync(static () => new YieldingActor())),
        AtLeast("ask, sequential", Trips, 620e3, 1, () => Asking.AskAsync(loops: 1)),
        AtLeast("ask, 64 loops", Trips, 948e3, 1, () => Asking.AskAsync(loops: 64)),
        AtLeast("spawn 100k children", Actors, 70e3, 3, Lifecycle.SpawnAsync),
        AtLeast("stop 100k children", Actors, 85e3, 2, Lifecycle.StopAsync),
        AtMost("idle ReceiveActor", "B", 1944, 972, Lifecycle.IdleSizeAsync),
        AtLeast("restarts", "restarts/s", 114e3, 1, Lifecycle.RestartAsync),
        AtLeast("Become per message", Rate, 1.2e6, 2, () => Messaging.HandleAsync(static () => new BecomingActor())),
        AtLeast("event stream, 1 subscriber", Deliveries, 7.9e6, 1, () => Events.PublishAsync(subscribers: 1)),
        AtLeast("event stream, 10 subscribers", Deliveries, 16.4e6, 1, () => Events.PublishAsync(subscribers: 10)),
        AtMost("100 ms timer lateness, p50", "ms", 11.3, 2, () => Timing.LatenessAsync(0.5)),
        AtMost("100 ms timer lateness, p99", "ms", 20.9, 5, () => Timing.LatenessAsync(0.99)),
        AtMost("system create + terminate", "ms", 2.4, 1, Lifecycle.CreateAndTerminateAsync),
    ];

    /// <summary>A system that logs nothing, and its end.</summary>
    public static async Task<T> WithSystemAsync<T>(Func<ActorSystem, Task<T>> use)
    {
        var system = ActorSystem.Create("benchmark", "akka { loglevel = OFF, stdout-loglevel = OFF, loggers = [], log-dead-letters = off }");
        try
        {
            return await use(system);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static Benchmark AtLeast(string name, string unit, double reference, double times, Func<Task<double>> run) =>
        new("Engine", name, unit, run) { Reference = reference, Goal = Goal.AtLeast(reference * times) };

    private static Benchmark AtMost(string name, string unit, double reference, double goal, Func<Task<double>> run) =>
        new("Engine", name, unit, run) { Reference = reference, Goal = Goal.AtMost(goal) };
}

/// <summary>Completes when it was told often enough. Only one actor counts.</summary>
internal sealed class Countdown(long left)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = left;

    public Task Done => _done.Task;

    public void Count()
    {
        if (--_left == 0)
            _done.SetResult();
    }
}
