using System.Runtime.InteropServices;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>The system calls behind a watch of processes.</summary>
internal static partial class PidFd
{
    public const int None = -1;

    // The same number on every architecture.
    private const int PidFdOpen = 434;
    private const int PidFdSendSignal = 424;
    private const int CloseOnExecute = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;
    private const int Forever = -1;
    private const int Counter = sizeof(ulong);

    /// <summary>A descriptor that stands for a process and is readable once that has ended; negative where there is none.</summary>
    public static int Open(int pid) => (int)SystemCall(PidFdOpen, pid, 0);

    /// <summary>Signals the process that a descriptor stands for; false when it has ended or is not ours to signal.</summary>
    public static bool Signal(int descriptor, int signal) => SystemCall(PidFdSendSignal, descriptor, signal, 0, 0) == 0;

    /// <summary>A descriptor that <see cref="Wake"/> makes readable; negative when there is none left.</summary>
    public static int OpenWake() => EventFd(0, CloseOnExecute | NonBlocking);

    public static unsafe void Wake(int descriptor)
    {
        ulong one = 1;
        _ = Write(descriptor, &one, Counter);
    }

    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = CloseDescriptor(descriptor);
        }
    }

    /// <summary>Waits until at least one can be read, and tells which; the first is the one to wake by, and is read empty.</summary>
    public static unsafe bool[] Poll(ReadOnlySpan<int> descriptors)
    {
        var entries = new PollEntry[descriptors.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new PollEntry { Descriptor = descriptors[i], Wanted = Readable };
        }

        fixed (PollEntry* first = entries)
        {
            _ = Poll(first, (nuint)entries.Length, Forever);
        }

        if (entries[0].Seen != 0)
        {
            ulong drained;
            _ = Read(descriptors[0], &drained, Counter);
        }

        return Array.ConvertAll(entries, entry => entry.Seen != 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    /// <summary>Linux's <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
