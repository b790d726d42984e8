namespace RunKit.Actors.Scheduling;

/// <summary>Runs work when it is due. Safe for any thread.</summary>
internal interface IWorkQueue : IDisposable
{
    /// <param name="period">Zero for work that runs once.</param>
    /// <exception cref="SchedulerException">The queue is disposed.</exception>
    void Add(ScheduledWork work, TimeSpan delay, TimeSpan period);
}
