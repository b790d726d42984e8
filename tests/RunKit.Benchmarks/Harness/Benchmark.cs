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

    /// <summary>What the median is to reach.</summary>
    public Goal? Goal { get; init; }
}

/// <summary>A bound on a figure.</summary>
internal sealed record Goal(double Bound, bool IsLowerBound)
{
    public static Goal AtLeast(double bound) => new(bound, IsLowerBound: true);

    public static Goal AtMost(double bound) => new(bound, IsLowerBound: false);

    public bool IsMetBy(double figure) => IsLowerBound ? figure >= Bound : figure <= Bound;
}
