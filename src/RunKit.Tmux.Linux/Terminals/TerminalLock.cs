using System.Runtime.InteropServices;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>
/// A lock on a terminal's own device: whoever types into a pane by RunKit has it meanwhile, in whatever process. It needs no file, and ends
/// with the process.
/// </summary>
internal sealed partial class TerminalLock : IDisposable
{
    private const int DoNotWait = 0x800;
    private const int DoNotOwn = 0x100;
    private const int CloseOnExecute = 0x80000;
    private const int Exclusive = 2;
    private const int OrFail = 4;
    private const int WouldBlock = 11;

    private int _descriptor;

    private TerminalLock(int descriptor) => _descriptor = descriptor;

    /// <summary>The lock; null while another has it. A terminal that cannot be opened, or locked, keeps nobody out.</summary>
    public static IDisposable? TryTake(string tty)
    {
        var descriptor = Open(tty, DoNotWait | DoNotOwn | CloseOnExecute);
        if (descriptor < 0)
        {
            return NoClaim.Instance;
        }

        if (Flock(descriptor, Exclusive | OrFail) == 0)
        {
            return new TerminalLock(descriptor);
        }

        var isHeld = Marshal.GetLastPInvokeError() == WouldBlock;
        _ = Close(descriptor);
        return isHeld ? null : NoClaim.Instance;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _descriptor, -1) is >= 0 and var descriptor)
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);
}
