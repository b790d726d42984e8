using System.Globalization;
using RunKit.Benchmarks.Creation;
using RunKit.Benchmarks.Boot;
using RunKit.Benchmarks.Commands;
using RunKit.Benchmarks.Cost;
using RunKit.Benchmarks.Dial;
using RunKit.Benchmarks.Events;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Node;
using RunKit.Benchmarks.Panes;
using RunKit.Benchmarks.Scale;
using RunKit.Benchmarks.Scheduling;
using RunKit.Benchmarks.Streams;

if (args is [SchedulerTrial.Verb, var scheduler, var actors, var seconds])
{
    await SchedulerTrial.RunAsync(
        scheduler, int.Parse(actors, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
    return 0;
}

Benchmark[] all =
[
    .. DialBenchmarks.All, .. BootBenchmarks.All, .. CommandBenchmarks.All, .. EventBenchmarks.All, .. CostBenchmarks.All, .. CreationBenchmarks.All,
    .. ScaleBenchmarks.All, .. NodeBenchmarks.All, .. PaneBenchmarks.All, .. AgentBenchmarks.All,
    .. StreamBenchmarks.All, .. SchedulingBenchmarks.All,
];

string? filter = null;
var runs = 5;
var json = false;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--json":
            json = true;
            break;
        case "--filter" when i + 1 < args.Length:
            filter = args[++i];
            break;
        case "--runs" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out runs) && runs > 0:
            i++;
            break;
        default:
            Console.Error.WriteLine("usage: ./runkit-bench [--filter TEXT] [--runs N] [--json]   (TEXT is part of a topic or a name; 5 runs)");
            return 2;
    }
}

var chosen = all.Where(b => filter is null || $"{b.Topic} {b.Name}".Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"no benchmark has '{filter}' in its topic or name");
    return 2;
}

Console.Error.WriteLine($"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Trim()}, median of {runs}");
var results = new List<Result>();
foreach (var benchmark in chosen)
{
    Console.Error.WriteLine($"{benchmark.Topic}: {benchmark.Name}");
    results.Add(await Measurement.TakeAsync(benchmark, runs));
}

Console.WriteLine(json ? Report.Json(results) : Report.Table(results));
return 0;
