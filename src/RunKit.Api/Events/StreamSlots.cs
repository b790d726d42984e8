namespace RunKit.Api.Events;

/// <summary>How many event streams there may be at once.</summary>
/// <param name="limits">The bound, and the host's own objections.</param>
internal sealed class StreamSlots(ApiLimits limits)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes one, or says why there is none.</summary>
    public bool TryTake(HttpContext context, out string problem)
    {
        if (limits.StreamProblem(context) is { } objection)
        {
            problem = objection;
            return false;
        }

        problem = $"{limits.MaxStreams} event streams are open, and more there may not be; runkit.http.max-streams is the bound";
        if (Interlocked.Increment(ref _taken) <= limits.MaxStreams)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
