using System.Globalization;

namespace RunKit.Benchmarks.Scale;

/// <summary>What Linux says of a process at one moment.</summary>
/// <param name="PrivateBytes">Memory that is its own alone.</param>
/// <param name="Cpu">The processor time that its threads have had.</param>
internal sealed record ProcessReading(double PrivateBytes, int Threads, int Descriptors, TimeSpan Cpu)
{
    public static ProcessReading Of(int pid)
    {
        var own = File.ReadLines($"/proc/{pid}/smaps_rollup").Where(line => line.StartsWith("Private_", StringComparison.Ordinal)).Sum(Kilobytes);
        var threads = Directory.GetDirectories($"/proc/{pid}/task");
        return new ProcessReading(own * 1024, threads.Length, Directory.GetFiles($"/proc/{pid}/fd").Length, CpuOf(pid));
    }

    private static double Kilobytes(string line) =>
        double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    // Fields 14 and 15 of stat, in hundredths of a second; they hold what threads used that have ended since.
    private static TimeSpan CpuOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(
            10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }
}
