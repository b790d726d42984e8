using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RunKit.Tmux.Linux.Streams;

/// <summary>
/// One pipe with a name. Its writer opens it without waiting, and writes without waiting: it ends where we do not read, and where we have gone. It says
/// its mark first, so that the end of what it says is the end of a writer that was there.
/// </summary>
internal sealed partial class PanePipe : IPanePipe
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;
    private const int OwnerOnly = 0b_110_000_000;
    private const int SetPipeSize = 1031;

    // With the usual 64 KiB a flood ends the writer within milliseconds.
    private const int PipeSize = 1024 * 1024;
    private readonly string _path;
    private readonly AnonymousPipeClientStream _stream;
    private SafeFileHandle? _keeper;

    private PanePipe(string path, string mark, AnonymousPipeClientStream stream, SafeFileHandle keeper) => (_path, Mark, _stream, _keeper) = (path, mark, stream, keeper);

    public string Mark { get; }

    // The third descriptor both reads and writes, so that nobody waits for it to be opened; `exec` then leaves the writing one alone. Where the pipe is
    // gone nothing must make a file in its place.
    public string Command
    {
        get
        {
            var quoted = $"'{_path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            return $"[ -p {quoted} ] || exit; exec 3<>{quoted} && echo {Mark} >&3 && exec dd bs=64k oflag=nonblock >{quoted} 3<&- 2>/dev/null";
        }
    }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static PanePipe Make(string path, string mark)
    {
        if (MakeFifo(path, OwnerOnly) != 0)
        {
            throw new IOException($"errno {Marshal.GetLastPInvokeError()} at {path}");
        }

        var keeper = new SafeFileHandle(OpenFile(path, ReadWrite | DoNotWait | CloseOnExecute), ownsHandle: true);
        var reader = new SafePipeHandle(OpenFile(path, ReadOnly | DoNotWait | CloseOnExecute), ownsHandle: true);
        if (keeper.IsInvalid || reader.IsInvalid)
        {
            keeper.Dispose();
            reader.Dispose();
            throw new IOException($"errno {Marshal.GetLastPInvokeError()} at {path}");
        }

        // Where the user's share of such memory is used up, the usual size has to do.
        _ = Control((int)keeper.DangerousGetHandle(), SetPipeSize, PipeSize);
        return new PanePipe(path, mark, new AnonymousPipeClientStream(PipeDirection.In, reader), keeper);
    }

    /// <summary>Whether something writes there still.</summary>
    public static bool HasWriter(string path)
    {
        using var reader = new SafeFileHandle(OpenFile(path, ReadOnly | DoNotWait | CloseOnExecute), ownsHandle: true);
        Span<byte> one = stackalloc byte[1];

        // With nobody there it is at its end; else there is nothing to be read yet, or something.
        return !reader.IsInvalid && Read(reader, one, 1) != 0;
    }

    public async Task<bool> OpensAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var said = new byte[Encoding.ASCII.GetByteCount(Mark) + 1];
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        try
        {
            await _stream.ReadExactlyAsync(said, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }

        _keeper?.Dispose();
        _keeper = null;
        return Encoding.ASCII.GetString(said) == $"{Mark}\n";
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _stream.ReadAsync(buffer, cancellationToken);

    public void Dispose()
    {
        _stream.Dispose();
        _keeper?.Dispose();
        PanePipes.Remove(_path);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, int mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int value);
}
