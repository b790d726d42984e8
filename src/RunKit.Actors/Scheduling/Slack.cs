namespace RunKit.Actors.Scheduling;

/// <summary>
/// How late a timer may be, so that many share one wake-up: at most a 64th of its delay, at moments that timers of every length have in
/// common. What is shorter than 64 ms is not put off.
/// </summary>
internal static class Slack
{
    private const int Part = 64;

    /// <param name="due">When it would be due to the tick.</param>
    /// <param name="delay">How long that was from when it was set.</param>
    /// <returns>The first shared moment that is not before <paramref name="due"/>.</returns>
    public static TimeSpan PutOff(TimeSpan due, TimeSpan delay)
    {
        var most = (long)(delay.TotalMilliseconds / Part);
        if (most < 1)
        {
            return due;
        }

        var grid = (long)Math.Pow(2, Math.Floor(Math.Log2(most))) * TimeSpan.TicksPerMillisecond;
        var late = due.Ticks % grid;
        return late == 0 ? due : due + TimeSpan.FromTicks(grid - late);
    }
}
