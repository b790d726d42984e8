using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>One publisher, some subscribers.</summary>
internal static class Events
{
    private const int Published = 1_000_000;

    public static Task<double> PublishAsync(int subscribers) => EngineBenchmarks.WithSystemAsync(system =>
    {
        var countdowns = new List<Task>();
        for (var i = 0; i < subscribers; i++)
        {
            var countdown = new Countdown(Published);
            countdowns.Add(countdown.Done);
            system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Subscriber(countdown))), typeof(Ball));
        }

        return Measurement.RateAsync((long)Published * subscribers, async () =>
        {
            await Measurement.OnThreadsAsync(1, () =>
            {
                for (var i = 0; i < Published; i++)
                {
                    system.EventStream.Publish(Ball.Instance);
                }
            });
            await Task.WhenAll(countdowns);
        });
    });

    private sealed class Subscriber : ReceiveActor
    {
        public Subscriber(Countdown countdown) => Receive<Ball>(_ => countdown.Count());
    }
}
