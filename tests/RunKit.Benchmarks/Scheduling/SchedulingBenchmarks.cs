using System.Diagnostics;
using System.Globalization;
using RunKit.Benchmarks.Harness;

namespace RunKit.Benchmarks.Scheduling;

/// <summary>The scheduler that sleeps until the next timer is due, beside Akka's wheel: `docs/decisions/0015`.</summary>
internal static class SchedulingBenchmarks
{
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    // Each trial is made once, for all rows.
    private static readonly Dictionary<(string Scheduler, int Actors, bool Spins), Dictionary<string, double>> Trials = [];

    public static IEnumerable<Benchmark> All =>
    [
        Row("a 10 ms timer's lateness, p50", "ms", "p50"),
        Row("a 10 ms timer's lateness, p99", "ms", "p99"),
        Row("start of an actor system, cold", "ms", "cold"),
        Row("start of an actor system, warm", "ms", "warm"),
        Row("heap of an actor with a timer", "bytes", "actor"),
        Row("threads, 500 actors with a timer of 15 s each", "", "threads", actors: 500),
        Row("processor, the same 500", "% of one", "idle", actors: 500),
        Row("processor, 100 of them", "% of one", "idle"),
        Row("processor, 500, a pool that does not spin", "% of one", "idle", actors: 500, spins: false),
        Row("processor, 100, a pool that does not spin", "% of one", "idle", spins: false),
    ];

    private static Benchmark Row(string name, string unit, string figure, int actors = 100, bool spins = true) =>
        new("Scheduling", name, unit, () => FigureAsync(SchedulerTrial.Sleeping, figure, actors, spins))
        {
            Baseline = () => FigureAsync(SchedulerTrial.Wheel, figure, actors, spins),
            WarmUps = 0,
            MostRuns = 1,
        };

    private static async Task<double> FigureAsync(string scheduler, string figure, int actors, bool spins)
    {
        if (!Trials.TryGetValue((scheduler, actors, spins), out var trial))
            Trials[(scheduler, actors, spins)] = trial = await TrialAsync(scheduler, actors, spins);
        return trial[figure];
    }

    private static async Task<Dictionary<string, double>> TrialAsync(string scheduler, int actors, bool spins)
    {
        var seconds = ((int)Watched.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        string[] arguments = [typeof(SchedulingBenchmarks).Assembly.Location, SchedulerTrial.Verb, scheduler, actors.ToString(CultureInfo.InvariantCulture), seconds];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        if (!spins)
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the trial did not start");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
