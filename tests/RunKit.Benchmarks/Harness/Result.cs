namespace RunKit.Benchmarks.Harness;

/// <summary>What the runs of one benchmark gave.</summary>
internal sealed class Result
{
    public Result(Benchmark benchmark, IEnumerable<double> figures)
    {
        Benchmark = benchmark;
        Figures = [.. figures.Order()];
    }

    public Benchmark Benchmark { get; }

    /// <summary>In ascending order.</summary>
    public double[] Figures { get; }

    public double Median => Quantile.Of(Figures, 0.5);

    /// <summary>The median over the reference.</summary>
    public double? Ratio => Median / Benchmark.Reference;
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
