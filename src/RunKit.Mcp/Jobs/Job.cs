namespace RunKit.Mcp.Jobs;

/// <summary>Something that goes on longer than one call of a tool may: a run or a wait.</summary>
internal abstract class Job
{
    /// <summary>What is said of one that ended without a word on how.</summary>
    protected const string Defect = "what followed it failed";

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How later calls name it.</summary>
    public abstract string Handle { get; }

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>How it goes on, in a few words for a person.</summary>
    public abstract string Progress { get; }

    /// <summary>What is known of it now.</summary>
    public abstract object Facts();

    /// <summary>Waits for its end, for so long.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _ended.Task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on; the answer says so.
        }
    }

    protected void End() => _ended.TrySetResult();
}
