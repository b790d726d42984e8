using System.Globalization;

namespace RunKit.Benchmarks.Cost;

/// <summary>What tmux servers take of the processor.</summary>
internal static class ServerCost
{
    /// <summary>The processor time that a process of one thread, such as a tmux server, has had: <c>schedstat</c> counts nanoseconds.</summary>
    public static TimeSpan Of(int pid) =>
        TimeSpan.FromMicroseconds(double.Parse(File.ReadAllText($"/proc/{pid}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000);

    /// <summary>That of several.</summary>
    public static TimeSpan Of(IEnumerable<int> pids) => pids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + Of(pid));

    /// <summary>Microseconds for each of so many.</summary>
    public static async Task<double> EachAsync(int pid, int count, Func<int, Task> once)
    {
        var before = Of(pid);
        for (var i = 0; i < count; i++)
        {
            await once(i);
        }

        return (Of(pid) - before).TotalMicroseconds / count;
    }
}
