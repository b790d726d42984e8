using Microsoft.Extensions.Hosting;

namespace RunKit.Cli.Serving;

/// <summary>
/// Gives back what a start or a busy time has left, once the node rests. Left alone the runtime collects when its youngest generation is
/// full, which is sized by the processor's cache: beside idle servers that takes hours and tens of megabytes.
/// </summary>
internal sealed class IdleMemoryService(TimeProvider time) : BackgroundService
{
    /// <summary>At rest it allocates less than this between two looks.</summary>
    internal const long Rest = 1024 * 1024;

    /// <summary>What is worth a collection, which takes some ten milliseconds.</summary>
    internal const long Worth = 4 * 1024 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    /// <param name="sinceLook">Bytes allocated since the last look.</param>
    /// <param name="sinceCollection">Bytes allocated since memory was given back last.</param>
    internal static bool IsDue(long sinceLook, long sinceCollection) => sinceLook < Rest && sinceCollection >= Worth;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        var (looked, collected) = (GC.GetTotalAllocatedBytes(), 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (IsDue(now - looked, now - collected))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collected = now;
            }

            looked = now;
        }
    }
}
