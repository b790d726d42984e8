using System.Diagnostics;

namespace RunKit.Benchmarks.Harness;

/// <summary>The ways in which runs are made.</summary>
internal static class Measurement
{
    private const int WarmUps = 2;

    /// <summary>Runs a benchmark until it is compiled for good, then as often as asked, one at a time, each from a clean heap.</summary>
    public static async Task<Result> TakeAsync(Benchmark benchmark, int runs)
    {
        var figures = new List<double>();
        for (var run = -WarmUps; run < runs; run++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var figure = await benchmark.Run();
            if (run >= 0)
                figures.Add(figure);
        }

        return new Result(benchmark, figures);
    }

    /// <summary>How many a second.</summary>
    public static async Task<double> RateAsync(long count, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Does the work on threads of its own, so that producers take none of the pool's; completes when all have ended.</summary>
    public static Task OnThreadsAsync(int threads, Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = threads;
        for (var i = 0; i < threads; i++)
        {
            new Thread(() =>
            {
                work();
                if (Interlocked.Decrement(ref running) == 0)
                    done.SetResult();
            }).Start();
        }

        return done.Task;
    }
}
