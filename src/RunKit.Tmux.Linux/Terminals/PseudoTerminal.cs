using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>A terminal of ours: what is written to one side is read from the other.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int DoNotWait = 0x800;
    private const int DoNotOwn = 0x100;
    private const int CloseOnExecute = 0x80000;
    private const nuint SetSize = 0x5414;
    private const nuint SetLock = 0x40045431;
    private const nuint GetNumber = 0x80045430;
    private const nuint OpenOtherSide = 0x5441;
    private const int EndOfTerminal = 5;

    private readonly Socket _ours;
    private readonly int _descriptor;
    private int _other;

    private PseudoTerminal(int ours, int other, string path)
    {
        // The base library waits for whatever descriptor it is given as for a socket's.
        _ours = new Socket(new SafeSocketHandle(ours, ownsHandle: true));
        (_descriptor, _other, Path) = (ours, other, path);
    }

    /// <summary>The path of the other side.</summary>
    public string Path { get; }

    /// <summary>The other side, for whom it is given to.</summary>
    public int Other => _other;

    /// <exception cref="IOException">There is none left.</exception>
    public static unsafe PseudoTerminal Open(TerminalSize size)
    {
        var ours = OpenFile("/dev/ptmx", ReadWrite | DoNotWait | DoNotOwn | CloseOnExecute);
        int unlocked = 0, number = 0;
        if (ours < 0 || Control(ours, SetLock, &unlocked) != 0 || Control(ours, GetNumber, &number) != 0)
        {
            throw Failure(ours);
        }

        var other = ControlValue(ours, OpenOtherSide, ReadWrite | DoNotOwn | CloseOnExecute);
        if (other < 0)
        {
            throw Failure(ours);
        }

        var terminal = new PseudoTerminal(ours, other, string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{number}"));
        terminal.Resize(size);
        return terminal;
    }

    /// <summary>The other side belongs to somebody else now: it ends with them.</summary>
    public void GiveAway()
    {
        if (Interlocked.Exchange(ref _other, -1) is >= 0 and var other)
        {
            _ = Close(other);
        }
    }

    public unsafe void Resize(TerminalSize size)
    {
        var window = stackalloc ushort[4] { (ushort)size.Height, (ushort)size.Width, 0, 0 };
        _ = Control(_descriptor, SetSize, window);
    }

    /// <summary>0 when nobody has the other side any more.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _ours.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.NativeErrorCode == EndOfTerminal || e.SocketErrorCode is SocketError.OperationAborted)
        {
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _ours.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody has the other side any more, which whoever reads is told.
        }
    }

    public void Dispose()
    {
        GiveAway();
        _ours.Dispose();
    }

    private static IOException Failure(int descriptor)
    {
        var failure = new IOException($"no terminal can be made (errno {Marshal.GetLastPInvokeError()})");
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        return failure;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, nuint request, void* value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlValue(int descriptor, nuint request, nint value);
}
