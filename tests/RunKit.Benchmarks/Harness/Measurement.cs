using System.Diagnostics;

namespace RunKit.Benchmarks.Harness;

/// <summary>The ways in which runs are made.</summary>
internal static class Measurement
{
    /// <summary>Runs a benchmark until it is compiled for good, then as often as asked, one at a time, in turn with its baseline.</summary>
    public static async Task<Result> TakeAsync(Benchmark benchmark, int runs)
    {
        List<double> figures = [], baseline = [];
        for (var run = -benchmark.WarmUps; run < Math.Min(runs, benchmark.MostRuns); run++)
        {
            var figure = await FromCleanHeapAsync(benchmark.Run);
            double? beside = benchmark.Baseline is { } other ? await FromCleanHeapAsync(other) : null;
            if (run >= 0)
            {
                figures.Add(figure);
                baseline.AddRange(beside is { } value ? [value] : []);
            }
        }

        return new Result(benchmark, figures, baseline);
    }

    /// <summary>How long the work takes, in milliseconds.</summary>
    public static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The median of so many samples.</summary>
    public static async Task<double> MedianAsync(int samples, Func<Task<double>> sample)
    {
        var figures = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            figures[i] = await sample();
        }

        return Quantile.Of([.. figures.Order()], 0.5);
    }

    /// <summary>How many a second.</summary>
    public static async Task<double> RateAsync(long count, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<double> FromCleanHeapAsync(Func<Task<double>> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return run();
    }
}
