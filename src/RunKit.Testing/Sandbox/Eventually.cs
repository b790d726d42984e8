namespace RunKit.Testing.Sandbox;

/// <summary>Awaits a state, with a deadline, instead of sleeping and hoping.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a state may take by default: far longer than it should, since machines stall.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromSeconds(15);

    /// <param name="condition">Asked again and again until it is true.</param>
    /// <param name="what">The state in words, for the failure.</param>
    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return TrueAsync(() => Task.FromResult(condition()), what, limit);
    }

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? DefaultLimit))
            {
                throw new TimeoutException($"not so in time: {what}");
            }

            await Task.Delay(Step).ConfigureAwait(false);
        }
    }
}
