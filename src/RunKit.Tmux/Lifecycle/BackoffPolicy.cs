namespace RunKit.Tmux.Lifecycle;

/// <summary>
/// How long to wait before the next dial: doubled while at most half of the maximum, then the maximum (250 ms, 500 ms, 1 s, 2 s, 5 s,
/// 5 s ... by default).
/// </summary>
/// <param name="Min">The first delay; more than zero.</param>
/// <param name="Max">The longest delay; at least <paramref name="Min"/>.</param>
public sealed record BackoffPolicy(TimeSpan Min, TimeSpan Max)
{
    /// <summary>Jitter adds at most this part of the delay; it never shortens one.</summary>
    public const double MaxJitter = 0.2;

    /// <param name="attempt">How many dials have failed since the last success; 1 or more.</param>
    /// <param name="jitter">From 0 to 1, where in the jitter's range this delay falls.</param>
    public TimeSpan Delay(int attempt, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(jitter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jitter, 1);
        if (Min <= TimeSpan.Zero)
        {
            throw new InvalidOperationException($"a backoff begins with more than zero, not with {Min}");
        }

        var delay = Min;
        for (var i = 1; i < attempt && delay < Max; i++)
        {
            delay = delay * 2 <= Max / 2 ? delay * 2 : Max;
        }

        return delay * (1 + (MaxJitter * jitter));
    }
}
