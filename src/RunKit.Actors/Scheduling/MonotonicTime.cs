namespace RunKit.Actors.Scheduling;

/// <summary>A provider's clock that nobody sets, to the tick.</summary>
internal static class MonotonicTime
{
    /// <summary>
    /// The time since whatever moment the provider counts from. Not by <see cref="TimeProvider.GetElapsedTime(long)"/>, which calculates in
    /// floating point: from a far moment, as that of a test's clock, it is some microseconds short, and what is due seems not to be.
    /// </summary>
    public static TimeSpan GetMonotonicTime(this TimeProvider time) =>
        TimeSpan.FromTicks((long)((Int128)time.GetTimestamp() * TimeSpan.TicksPerSecond / time.TimestampFrequency));
}
