using Akka.Actor;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Engine;

/// <summary>Questions and answers from outside the system.</summary>
internal static class Asking
{
    private const int Questions = 256_000;

    public static Task<double> AskAsync(int loops) => EngineBenchmarks.WithSystemAsync(system =>
    {
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        return Measurement.RateAsync(Questions, () => Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(echo, Questions / loops))));
    });

    private static async Task LoopAsync(IActorRef echo, int questions)
    {
        await Task.Yield();
        for (var i = 0; i < questions; i++)
        {
            await echo.Ask<Ball>(Ball.Instance);
        }
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<Ball>(ball => Sender.Tell(ball, Self));
    }
}
