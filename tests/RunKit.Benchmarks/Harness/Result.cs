namespace RunKit.Benchmarks.Harness;

/// <summary>What the runs of one benchmark gave.</summary>
internal sealed class Result
{
    public Result(Benchmark benchmark, IEnumerable<double> figures, IEnumerable<double> baseline)
    {
        Benchmark = benchmark;
        Figures = [.. figures.Order()];
        double[] measured = [.. baseline.Order()];
        Reference = measured.Length > 0 ? Quantile.Of(measured, 0.5) : benchmark.Reference;
    }

    public Benchmark Benchmark { get; }

    /// <summary>In ascending order.</summary>
    public double[] Figures { get; }

    /// <summary>What it is compared with: the median of the baseline's runs, else the figure that was given.</summary>
    public double? Reference { get; }

    public double Median => Quantile.Of(Figures, 0.5);

    /// <summary>The median over the reference.</summary>
    public double? Ratio => Median / Reference;

    /// <summary>Null when there is no goal.</summary>
    public bool? IsGoalMet => Benchmark.Goal?.IsMetBy(Median, Reference ?? 0);
}

internal static class Quantile
{
    /// <summary>The value below which that share of the ordered values lies; between two values, their mean.</summary>
    public static double Of(double[] ordered, double share)
    {
        var at = share * (ordered.Length - 1);
        return (ordered[(int)Math.Floor(at)] + ordered[(int)Math.Ceiling(at)]) / 2;
    }
}
