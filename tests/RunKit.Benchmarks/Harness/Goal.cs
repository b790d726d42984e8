namespace RunKit.Benchmarks.Harness;

/// <summary>A bound on a figure, on its ratio to the reference, or on what it exceeds the reference by.</summary>
internal sealed record Goal(double Bound, bool IsLowerBound, GoalOf Of)
{
    public static Goal AtLeast(double bound) => new(bound, IsLowerBound: true, GoalOf.Figure);

    public static Goal AtMost(double bound) => new(bound, IsLowerBound: false, GoalOf.Figure);

    public static Goal RatioAtLeast(double bound) => new(bound, IsLowerBound: true, GoalOf.Ratio);

    public static Goal RatioAtMost(double bound) => new(bound, IsLowerBound: false, GoalOf.Ratio);

    public static Goal ExcessAtMost(double bound) => new(bound, IsLowerBound: false, GoalOf.Excess);

    public bool IsMetBy(double figure, double reference)
    {
        var judged = Of switch
        {
            GoalOf.Ratio => figure / reference,
            GoalOf.Excess => figure - reference,
            _ => figure,
        };
        return IsLowerBound ? judged >= Bound : judged <= Bound;
    }
}

/// <summary>What a goal is about.</summary>
internal enum GoalOf
{
    Figure = 0,
    Ratio = 1,

    /// <summary>The figure less the reference.</summary>
    Excess = 2,
}
