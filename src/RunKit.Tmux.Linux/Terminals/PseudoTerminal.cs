using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>A terminal of ours: what is written to one side is read from the other.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int DoNotWait = 0x800;
    private const int DoNotOwn = 0x100;
    private const int CloseOnExecute = 0x80000;
    private const int Interrupted = 4;
    private const nuint SetSize = 0x5414;
    private const nuint SetLock = 0x40045431;
    private const nuint GetNumber = 0x80045430;
    private const nuint OpenOtherSide = 0x5441;
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(5);

    private readonly SafeFileHandle _ours;
    private readonly CancellationTokenSource _over = new();
    private int _other;

    private PseudoTerminal(int ours, int other, string path) => (_ours, _other, Path) = (new SafeFileHandle(ours, ownsHandle: true), other, path);

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
        if (!_ours.IsClosed)
        {
            _ = Control(_ours, SetSize, window);
        }
    }

    /// <summary>0 when nobody has the other side any more, or this one is closed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_ours.IsClosed)
        {
            var length = Read(_ours, buffer.Span, (nuint)buffer.Length);
            if (length >= 0 || Marshal.GetLastPInvokeError() is not (Errno.TryAgain or Interrupted))
            {
                return (int)Math.Max(0, length);
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
            try
            {
                await ReadableTerminals.Shared.WaitAsync((int)_ours.DangerousGetHandle(), either.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ObjectDisposedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return 0;
            }
        }

        return 0;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty && !_ours.IsClosed)
        {
            var length = Write(_ours, bytes.Span, (nuint)bytes.Length);
            if (length >= 0)
            {
                bytes = bytes[(int)length..];
            }
            else if (Marshal.GetLastPInvokeError() is Errno.TryAgain or Interrupted)
            {
                // The server reads what is typed when it comes to it.
                await Task.Delay(BeforeAnotherTry, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                // Nobody has the other side any more, which whoever reads is told.
                return;
            }
        }
    }

    public void Dispose()
    {
        GiveAway();
        _over.Cancel();
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

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(SafeFileHandle file, nuint request, void* value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, nuint request, void* value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlValue(int descriptor, nuint request, nint value);
}
