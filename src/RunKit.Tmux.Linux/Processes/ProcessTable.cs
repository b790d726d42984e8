using System.Globalization;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>The processes that Linux's <c>/proc</c> shows.</summary>
public sealed class ProcessTable : IProcessTable
{
    // One thread for all tables of this process, as long as the process.
    private static readonly Lazy<ProcessEnds> Ends = new(() => new ProcessEnds(TimeProvider.System));

    private const int StatLength = 1024;
    private const int NameField = 2;
    private const int StartField = 22;

    public ProcessStatus? Find(int pid)
    {
        // "pid (comm) S ppid ...": comm may hold spaces and parentheses, so the fields are counted from the last ')'.
        if (Stat(pid) is not { } fields || fields[0] is "Z" or "X")
        {
            return null;
        }

        var started = long.Parse(fields[19], CultureInfo.InvariantCulture);
        return new ProcessStatus(new ProcessIdentity(pid, started), fields[0] is "T" or "t");
    }

    /// <summary>When a process started, in clock ticks since boot; null when there is none of that pid.</summary>
    internal static long? StartTicks(int pid)
    {
        Span<byte> stat = stackalloc byte[StatLength];
        try
        {
            using var file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            stat = stat[..RandomAccess.Read(file, stat, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The fields are counted from the last ')' of the program's name.
        var rest = stat[(stat.LastIndexOf((byte)')') + 1)..];
        for (var field = NameField; field < StartField; field++)
        {
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        }

        return System.Buffers.Text.Utf8Parser.TryParse(rest, out long ticks, out _) ? ticks : null;
    }

    public Task WaitForEndAsync(ProcessIdentity process, CancellationToken cancellationToken) => Ends.Value.EndAsync(process, cancellationToken);

    public bool TryKill(ProcessIdentity process) => TrySignal(process, Libc.SigKill);

    public bool TryTerminate(ProcessIdentity process) => TrySignal(process, Libc.SigTerm);

    // The descriptor stands for one process: looked at after it was opened, its pid cannot have become another's.
    internal static bool TrySignal(ProcessIdentity process, int signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        var descriptor = PidFd.Open(process.Pid);
        try
        {
            return StartTicks(process.Pid) == process.StartTicks
                && (descriptor >= 0 ? PidFd.Signal(descriptor, signal) : Libc.Signal(process.Pid, signal) == 0);
        }
        finally
        {
            PidFd.Close(descriptor);
        }
    }

    public bool IsOurAncestor(int pid)
    {
        for (var current = Environment.ProcessId; current > 1; current = Parent(current))
        {
            if (current == pid)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The program that a process runs, as a path that can be run again; null when it cannot be read, or when its file's name does not
    /// hold <paramref name="word"/>.
    /// </summary>
    internal static string? Program(int pid, string word)
    {
        var link = $"/proc/{pid}/exe";
        try
        {
            var target = File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;

            if (target is null || !Path.GetFileName(target).Contains(word, StringComparison.Ordinal))
            {
                return null;
            }

            // A server that outlived an upgrade runs a file that is gone from its path; the link still runs it.
            return File.Exists(target) ? target : link;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static int Parent(int pid) =>
        Stat(pid) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>The fields of <c>/proc/PID/stat</c> behind the program's name; null when there is no such process.</summary>
    internal static string[]? Stat(int pid)
    {
        var stat = Read($"/proc/{pid}/stat") ?? "";
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 ? fields : null;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
