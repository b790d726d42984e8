using System.Globalization;
using System.Text;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>The processes of panes, as <c>/proc</c> shows them.</summary>
public sealed class PaneProcesses : IPaneProcesses
{
    // Of the fields behind the program's name.
    private const int ParentField = 1;
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int ForegroundField = 5;
    private const int StartField = 19;

    private const int MostProcesses = 64;
    private const int MostArguments = 8;
    private const int MostArgumentBytes = 4096;

    // What one tick is: USER_HZ, the same on every Linux that .NET runs on.
    private const long TicksPerSecond = 100;

    // A kernel's own names for waiting in a terminal's read.
    private static readonly string[] Reads = ["n_tty_read", "wait_woken", "tty_read"];

    private static readonly Lazy<DateTimeOffset> Boot = new(ReadBoot);

    /// <inheritdoc/>
    public PaneProcessLook? Look(int panePid, string tty)
    {
        if (ProcessTable.Stat(panePid) is not { } stat)
        {
            return null;
        }

        DateTimeOffset? last = tty.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(tty) ? new DateTimeOffset(File.GetLastWriteTimeUtc(tty)) : null;
        return new PaneProcessLook(new ProcessIdentity(panePid, Number(stat, StartField)), Math.Max(0, (int)Number(stat, ForegroundField)), last);
    }

    /// <inheritdoc/>
    public ImmutableArray<PaneProcess> Tree(int panePid)
    {
        var found = ImmutableArray.CreateBuilder<PaneProcess>();
        var open = new Queue<int>([panePid]);
        while (open.TryDequeue(out var pid) && found.Count < MostProcesses)
        {
            if (!found.Any(known => known.Process.Pid == pid) && Read(pid) is { } process)
            {
                found.Add(process);
                foreach (var child in Children(pid))
                {
                    open.Enqueue(child);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <inheritdoc/>
    public bool Lives(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return ProcessTable.Stat(process.Pid) is { } stat && stat[0] is not ("Z" or "X") && Number(stat, StartField) == process.StartTicks;
    }

    /// <inheritdoc/>
    public DateTimeOffset Started(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Boot.Value + TimeSpan.FromTicks(process.StartTicks * (TimeSpan.TicksPerSecond / TicksPerSecond));
    }

    /// <inheritdoc/>
    public bool ReadsTerminal(int pid) => Reads.Contains(Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/wchan")), StringComparer.Ordinal);

    private static PaneProcess? Read(int pid)
    {
        if (ProcessTable.Stat(pid) is not { } stat || stat[0] is "Z" or "X")
        {
            return null;
        }

        return new PaneProcess(
            new ProcessIdentity(pid, Number(stat, StartField)),
            (int)Number(stat, ParentField),
            (int)Number(stat, GroupField),
            (int)Number(stat, SessionField),
            stat[0] is "T" or "t",
            Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).TrimEnd('\n'),
            Arguments(pid));
    }

    private static ImmutableArray<string> Arguments(int pid)
    {
        Span<byte> bytes = stackalloc byte[MostArgumentBytes];
        try
        {
            using var file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"));
            bytes = bytes[..RandomAccess.Read(file, bytes, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return [.. Encoding.UTF8.GetString(bytes).Split('\0', MostArguments + 1).Take(MostArguments)];
    }

    private static IEnumerable<int> Children(int pid) => Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task/{pid}/children"))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var child) ? child : 0)
        .Where(child => child > 0);

    private static long Number(string[] stat, int field) =>
        long.TryParse(stat[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // To the hundredth of a second, where /proc/stat has whole ones.
    private static DateTimeOffset ReadBoot() =>
        double.TryParse(Text("/proc/uptime").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.UnixEpoch;

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
