using System.Diagnostics;
using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>How late timers are, in a system that has nothing else to do.</summary>
internal static class Timing
{
    private const int Actors = 50;
    private const int Ticks = 15;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>A quantile of the lateness in milliseconds: timers of many actors, each started in the handler of the one before.</summary>
    public static Task<double> LatenessAsync(double share) => EngineBenchmarks.WithSystemAsync(async system =>
    {
        var samples = new List<double>[Actors];
        var all = new List<Task>();
        for (var i = 0; i < Actors; i++)
        {
            var own = samples[i] = [];
            var countdown = new Countdown(Ticks);
            all.Add(countdown.Done);
            var actor = system.ActorOf(Props.Create(() => new Sleeper(countdown, own)));
            // Spread over the length of one timer.
            system.Scheduler.ScheduleTellOnce(Delay * i / Actors, actor, Ball.Instance, ActorRefs.NoSender);
        }

        await Task.WhenAll(all);
        return Quantile.Of([.. samples.SelectMany(own => own).Order()], share);
    });

    private sealed class Sleeper : ReceiveActor, IWithTimers
    {
        private long _started;

        public Sleeper(Countdown countdown, List<double> samples)
        {
            Receive<Ball>(_ => Sleep());
            Receive<Tick>(_ =>
            {
                samples.Add((Stopwatch.GetElapsedTime(_started) - Delay).TotalMilliseconds);
                Sleep();
                countdown.Count();
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        private void Sleep()
        {
            _started = Stopwatch.GetTimestamp();
            Timers.StartSingleTimer("tick", new Tick(), Delay);
        }
    }

    private sealed record Tick;
}
