namespace RunKit.Testing.Sandbox;

/// <summary>Awaits a state, with a deadline, instead of sleeping and hoping.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a state may take by default: far longer than it should, since machines stall.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromSeconds(60);

    /// <param name="condition">Asked again and again until it is true. One that throws <see cref="TimeoutException"/> has no answer yet.</param>
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
        while (await ProblemAsync(condition).ConfigureAwait(false) is { } problem)
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? DefaultLimit))
            {
                throw new TimeoutException($"not so in time: {what} ({problem})");
            }

            await Task.Delay(Step).ConfigureAwait(false);
        }
    }

    private static async Task<string?> ProblemAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition().ConfigureAwait(false) ? null : "it is not";
        }
        catch (TimeoutException e)
        {
            return e.Message;
        }
    }
}
