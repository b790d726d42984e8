namespace RunKit.RealTmux.Tests.Stress;

/// <summary>What this process holds, after its garbage has gone.</summary>
internal sealed record Holding(int Descriptors, int Threads, long MemoryKiB)
{
    // What the pools of the base library may add once, whenever it suits them.
    private const int MemoryMarginKiB = 48 * 1024;
    private const int Margin = 16;

    public static Holding Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new Holding(
            Directory.GetFiles("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes / 1024);
    }

    /// <param name="descriptors">How many more may be open for what lives now and did not then.</param>
    public void ShouldBeNoMoreThan(Holding before, int descriptors)
    {
        MemoryKiB.ShouldBeLessThan(before.MemoryKiB + MemoryMarginKiB);
        Descriptors.ShouldBeLessThan(before.Descriptors + Margin + descriptors);
        Threads.ShouldBeLessThan(before.Threads + Margin);
    }
}
