using System.Linq.Expressions;
using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>Messages from actor to actor, and from threads to an actor.</summary>
internal static class Messaging
{
    private const int Message = 1_000_000;

    public static Task<double> PingPongAsync() =>
        EngineBenchmarks.WithSystemAsync(system => Measurement.RateAsync(4 * Message, () => PlayAsync(system, 1, 4 * Message, window: 1)));

    public static Task<double> PairsAsync() =>
        EngineBenchmarks.WithSystemAsync(system => Measurement.RateAsync(16 * Message, () => PlayAsync(system, 16, Message, window: 1000)));

    public static Task<double> AllocationAsync() => EngineBenchmarks.WithSystemAsync(async system =>
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await PlayAsync(system, 1, 4 * Message, window: 1);
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (4 * Message);
    });

    public static Task<double> TellAsync(int threads) => EngineBenchmarks.WithSystemAsync(system =>
    {
        var countdown = new Countdown(4 * Message);
        var actor = system.ActorOf(Props.Create(() => new CountingActor(countdown)));
        return TellAndWaitAsync(actor, countdown, threads, 4 * Message);
    });

    /// <summary>One thread tells an actor that is made from a countdown.</summary>
    public static Task<double> HandleAsync<TActor>(Expression<Func<TActor>> make)
        where TActor : MeasuredActor => EngineBenchmarks.WithSystemAsync(async system =>
    {
        var countdown = new Countdown(Message);
        var actor = system.ActorOf(Props.Create(make));
        await actor.Ask<Ready>(countdown);
        return await TellAndWaitAsync(actor, countdown, 1, Message);
    });

    private static Task<double> TellAndWaitAsync(IActorRef actor, Countdown countdown, int threads, int messages) =>
        Measurement.RateAsync(messages, async () =>
        {
            await Measurement.OnThreadsAsync(threads, () =>
            {
                for (var i = 0; i < messages / threads; i++)
                {
                    actor.Tell(Ball.Instance, ActorRefs.NoSender);
                }
            });
            await countdown.Done;
        });

    private static Task PlayAsync(ActorSystem system, int pairs, int messages, int window)
    {
        var games = new List<Task>();
        for (var pair = 0; pair < pairs; pair++)
        {
            // Half of the messages are pings.
            var countdown = new Countdown(messages / 2);
            games.Add(countdown.Done);
            var ponger = system.ActorOf(Props.Create(() => new Ponger()));
            var pinger = system.ActorOf(Props.Create(() => new Pinger(countdown)));
            for (var ball = 0; ball < window; ball++)
            {
                ponger.Tell(Ball.Instance, pinger);
            }
        }

        return Task.WhenAll(games);
    }

    private sealed class Ponger : ReceiveActor
    {
        public Ponger() => Receive<Ball>(ball => Sender.Tell(ball, Self));
    }

    private sealed class Pinger : ReceiveActor
    {
        public Pinger(Countdown countdown) => Receive<Ball>(ball =>
        {
            countdown.Count();
            Sender.Tell(ball, Self);
        });
    }

    private sealed class CountingActor : ReceiveActor
    {
        public CountingActor(Countdown countdown) => Receive<Ball>(_ => countdown.Count());
    }
}

internal sealed class Ball
{
    public static readonly Ball Instance = new();
}

internal sealed record Ready;

/// <summary>An actor that is given its countdown by the first message.</summary>
internal abstract class MeasuredActor : ReceiveActor
{
    protected MeasuredActor() => Receive<Countdown>(countdown =>
    {
        Countdown = countdown;
        Sender.Tell(new Ready());
    });

    protected Countdown Countdown { get; private set; } = null!;
}

internal sealed class CompletedTaskActor : MeasuredActor
{
    public CompletedTaskActor() => ReceiveAsync<Ball>(_ =>
    {
        Countdown.Count();
        return Task.CompletedTask;
    });
}

internal sealed class YieldingActor : MeasuredActor
{
    public YieldingActor() => ReceiveAsync<Ball>(async _ =>
    {
        await Task.Yield();
        Countdown.Count();
    });
}

internal sealed class BecomingActor : MeasuredActor
{
    public BecomingActor() => Odd();

    private void Odd() => Receive<Ball>(_ =>
    {
        Countdown.Count();
        Become(Even);
    });

    private void Even() => Receive<Ball>(_ =>
    {
        Countdown.Count();
        Become(Odd);
    });
}
