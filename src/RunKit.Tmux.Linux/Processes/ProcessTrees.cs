using System.Globalization;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>All processes at one moment, as trees: what each, with all that it has started, has used of the machine.</summary>
public sealed class ProcessTrees
{
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;
    private const int StartField = 19;
    private const int ResidentField = 21;

    // What one tick is: USER_HZ, the same on every Linux that .NET runs on.
    private const int TicksPerSecond = 100;

    private readonly Dictionary<int, Process> _processes;
    private readonly ILookup<int, Process> _children;

    private ProcessTrees(IEnumerable<Process> processes)
    {
        _processes = processes.ToDictionary(process => process.Pid);
        _children = _processes.Values.ToLookup(process => process.Parent);
    }

    /// <summary>Reads them all.</summary>
    public static ProcessTrees Read() => new(
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(path["/proc/".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => ProcessTable.Stat(pid) is { Length: > ResidentField } stat ? Parse(pid, stat) : null)
            .OfType<Process>());

    /// <summary>What a process and all that descend from it use: since <paramref name="before"/> of the processor, and now of the memory.</summary>
    /// <param name="root">The process.</param>
    /// <param name="before">An earlier moment.</param>
    public TreeUse Use(int root, ProcessTrees before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var (count, ticks, pages) = (0, 0L, 0L);
        foreach (var process in Tree(root))
        {
            // What has started since has used all of its time since.
            var earlier = before._processes.GetValueOrDefault(process.Pid) is { } known && known.Started == process.Started ? known.Ticks : 0;
            (count, ticks, pages) = (count + 1, ticks + process.Ticks - earlier, pages + process.ResidentPages);
        }

        return new TreeUse(count, TimeSpan.FromSeconds((double)ticks / TicksPerSecond), pages * Environment.SystemPageSize);
    }

    private static Process Parse(int pid, string[] stat) => new(
        pid, (int)Number(stat[ParentField]), Number(stat[StartField]), Number(stat[UserField]) + Number(stat[SystemField]), Number(stat[ResidentField]));

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private IEnumerable<Process> Tree(int root)
    {
        // A pid that was given anew while we looked can make a ring.
        var seen = new HashSet<int>();
        var open = new Stack<Process>(_processes.TryGetValue(root, out var first) ? [first] : []);
        while (open.TryPop(out var process))
        {
            if (seen.Add(process.Pid))
            {
                yield return process;
                foreach (var child in _children[process.Pid])
                {
                    open.Push(child);
                }
            }
        }
    }

    private sealed record Process(int Pid, int Parent, long Started, long Ticks, long ResidentPages);
}

/// <summary>What a tree of processes uses.</summary>
/// <param name="Processes">How many they are.</param>
/// <param name="Processor">Their time on processors.</param>
/// <param name="MemoryBytes">Their resident memory; what they share counts for each.</param>
public sealed record TreeUse(int Processes, TimeSpan Processor, long MemoryBytes);
