using System.Globalization;
using System.Runtime.InteropServices;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Runs;

/// <summary>The processes of runs, as <c>/proc</c> shows them.</summary>
public sealed partial class RunProcesses : IRunProcesses
{
    // Of the fields behind the program's name.
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int GroupField = 2;
    private const int StartField = 19;
    private const int WaitStatusField = 49;

    private const int WriteOnly = 1;
    private const int DoNotOwn = 0x100;
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;

    // A process may start another while we look.
    private const int Rounds = 3;

    /// <inheritdoc/>
    public ProcessIdentity Self { get; } = new(Environment.ProcessId, ProcessTable.StartTicks(Environment.ProcessId) ?? 0);

    /// <inheritdoc/>
    public ProcessIdentity? FindChild(ProcessIdentity parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        foreach (var pid in Children(parent.Pid))
        {
            if (ProcessTable.Stat(pid) is { } stat && Number(stat, ParentField) == parent.Pid)
            {
                return new ProcessIdentity(pid, Number(stat, StartField));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public int? WaitStatus(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return ProcessTable.Stat(process.Pid) is { Length: > WaitStatusField } stat
            && stat[StateField] == "Z"
            && Number(stat, StartField) == process.StartTicks
                ? (int)Number(stat, WaitStatusField)
                : null;
    }

    /// <inheritdoc/>
    public void EndGroup(ProcessIdentity holder, bool force)
    {
        ArgumentNullException.ThrowIfNull(holder);
        for (var round = 0; round < Rounds && ProcessTable.StartTicks(holder.Pid) == holder.StartTicks; round++)
        {
            foreach (var member in All().Where(pid => pid != holder.Pid))
            {
                if (ProcessTable.Stat(member) is { } stat && Number(stat, GroupField) == holder.Pid)
                {
                    _ = ProcessTable.TrySignal(new ProcessIdentity(member, Number(stat, StartField)), force ? Libc.SigKill : Libc.SigTerm);
                }
            }

            if (!force)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public bool? HasOpen(ProcessIdentity process, string path)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/fd"))
                .Any(descriptor => new FileInfo(descriptor).LinkTarget == path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public unsafe bool TryWrite(string terminal, ReadOnlySpan<byte> bytes)
    {
        var descriptor = Open(terminal, WriteOnly | DoNotOwn | DoNotWait | CloseOnExecute);
        if (descriptor < 0)
        {
            return false;
        }

        try
        {
            fixed (byte* first = bytes)
            {
                return Write(descriptor, first, (nuint)bytes.Length) == bytes.Length;
            }
        }
        finally
        {
            PidFd.Close(descriptor);
        }
    }

    // A kernel without the list of children has the list of all processes.
    private static int[] Children(int parent)
    {
        try
        {
            return Numbers(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{parent}/task/{parent}/children")).Split(' '));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return All();
        }
    }

    private static int[] All() => Numbers(Directory.EnumerateDirectories("/proc").Select(path => path["/proc/".Length..]));

    private static int[] Numbers(IEnumerable<string> texts) =>
        [.. texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0)];

    private static long Number(string[] stat, int field) =>
        long.TryParse(stat[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nuint count);
}
