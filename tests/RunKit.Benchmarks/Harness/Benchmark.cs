namespace RunKit.Benchmarks.Harness;

/// <summary>One figure: what it is called, its unit, and how one run of it is made.</summary>
/// <param name="Topic">The folder it stands in; the table is grouped by it.</param>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of the figure.</param>
/// <param name="Run">One run. It makes and ends all that it needs, outside the time that it measures.</param>
internal sealed record Benchmark(string Topic, string Name, string Unit, Func<Task<double>> Run)
{
    /// <summary>The figure of whatever this is compared with, in the same unit.</summary>
    public double? Reference { get; init; }

    /// <summary>Measures that figure instead: a run of it behind each run of the benchmark.</summary>
    public Func<Task<double>>? Baseline { get; init; }

    /// <summary>What the median is to reach.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Runs that do not count.</summary>
    public int WarmUps { get; init; } = 2;

    /// <summary>No more runs than these, however many are asked for: it takes long.</summary>
    public int MostRuns { get; init; } = int.MaxValue;
}
