using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RunKit.Tmux.Linux;

/// <summary>The few system calls that the base library does not offer.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicAndBirthTime = 0xfff;
    private const int Exclusive = 2;
    private const int WithoutWaiting = 4;
    private const int CloseOnExecute = 0x80000;
    private const int UnixDomain = 1;
    private const int StreamSocket = 1;
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int WithoutSignal = 0x4000;
    private const int OpenFiles = 7;

    // The two that differ between processors.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
    private static readonly int DirectoryOnly = IsArm ? 0x4000 : 0x10000;
    private static readonly int NotThroughLinks = IsArm ? 0x8000 : 0x20000;

    /// <summary>The file itself, not what a symbolic link points to; null with <paramref name="errno"/> when it cannot be looked at.</summary>
    public static FileFacts? Look(string path, out int errno)
    {
        var failed = Statx(AtCurrentDirectory, path, NoFollow, BasicAndBirthTime, out var facts) != 0;
        errno = failed ? Marshal.GetLastPInvokeError() : 0;
        return failed ? null : facts;
    }

    /// <summary>The same for a path that may be no UTF-8.</summary>
    /// <param name="path">Its bytes, ending in a NUL.</param>
    /// <param name="errno">Why it cannot be looked at.</param>
    public static unsafe FileFacts? Look(ReadOnlySpan<byte> path, out int errno)
    {
        fixed (byte* first = path)
        {
            var failed = Statx(AtCurrentDirectory, first, NoFollow, BasicAndBirthTime, out var facts) != 0;
            errno = failed ? Marshal.GetLastPInvokeError() : 0;
            return failed ? null : facts;
        }
    }

    /// <summary>Opens a directory, never through a link and never for a child; -1 with the error when that fails.</summary>
    public static int OpenDirectory(string path) => Open(path, DirectoryOnly | NotThroughLinks | CloseOnExecute);

    /// <summary>Takes the lock of an open file for ourselves, if nobody has it; -1 with the error when that fails.</summary>
    public static int TryLock(int descriptor) => Flock(descriptor, Exclusive | WithoutWaiting);

    /// <summary>Two sockets that are connected to each other; neither is for a child.</summary>
    /// <exception cref="SocketException">There is no descriptor left.</exception>
    public static (Socket One, Socket Other) SocketPair()
    {
        Span<int> pair = stackalloc int[2];
        return SocketPair(UnixDomain, StreamSocket | CloseOnExecute, 0, pair) == 0
            ? (Wrap(pair[0]), Wrap(pair[1]))
            : throw new SocketException(Marshal.GetLastPInvokeError());

        static Socket Wrap(int descriptor) => new(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    /// <summary>Sends bytes, and another socket's descriptor along with the first of them, to the process at the other end.</summary>
    /// <exception cref="SocketException">They cannot be sent, or not all at once.</exception>
    public static void SendWithDescriptor(Socket socket, ReadOnlySpan<byte> bytes, Socket along) =>
        SendWithDescriptor(socket, bytes, (int)along.Handle);

    /// <inheritdoc cref="SendWithDescriptor(Socket, ReadOnlySpan{byte}, Socket)"/>
    public static unsafe void SendWithDescriptor(Socket socket, ReadOnlySpan<byte> bytes, int along)
    {
        fixed (byte* first = bytes)
        {
            var control = new DescriptorMessage
            {
                Length = (nuint)(sizeof(DescriptorMessage) - sizeof(int)),
                Level = SocketLevel,
                Type = Rights,
                Descriptor = along,
            };
            var vector = new IoVector { Base = first, Length = (nuint)bytes.Length };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = &control, ControlLength = (nuint)sizeof(DescriptorMessage) };
            if (SendMessage((int)socket.Handle, &header, WithoutSignal) != bytes.Length)
            {
                throw new SocketException(Marshal.GetLastPInvokeError());
            }
        }
    }

    /// <summary>How many descriptors this process may have: each has a number below it.</summary>
    public static unsafe ulong DescriptorLimit()
    {
        var limit = stackalloc ulong[2];
        return GetLimit(OpenFiles, limit) == 0 ? limit[0] : ulong.MaxValue;
    }

    /// <summary>The number that whatever is opened next gets; -1 when nothing can be.</summary>
    public static int LowestFreeDescriptor()
    {
        var descriptor = Open("/", DirectoryOnly | CloseOnExecute);
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        return descriptor;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int GetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, Span<int> pair);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out FileFacts facts);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int Statx(int directory, byte* path, int flags, uint mask, out FileFacts facts);
}

/// <summary>Linux's <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}

/// <summary>Linux's <c>struct msghdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>Linux's <c>struct cmsghdr</c> and one descriptor behind it, with the padding that follows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DescriptorMessage
{
    public nuint Length;
    public int Level;
    public int Type;
    public int Descriptor;
    private readonly int _padding;
}

/// <summary>The part of Linux's <c>struct statx</c> that matters here; its layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileFacts
{
    [FieldOffset(20)]
    public readonly uint Owner;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(32)]
    private readonly ulong _inode;

    [FieldOffset(80)]
    private readonly long _bornSeconds;

    [FieldOffset(88)]
    private readonly uint _bornNanoseconds;

    [FieldOffset(136)]
    private readonly uint _deviceMajor;

    [FieldOffset(140)]
    private readonly uint _deviceMinor;

    private const int TypeMask = 0xf000;

    public bool IsSocket => (_mode & TypeMask) == 0xc000;

    public bool IsRegular => (_mode & TypeMask) == 0x8000;

    public bool IsDirectory => (_mode & TypeMask) == 0x4000;

    public bool IsLink => (_mode & TypeMask) == 0xa000;

    /// <summary>Permission bits, set-id and sticky bits among them.</summary>
    public int Permissions => _mode & 0xfff;

    /// <summary>The file as <c>/proc/locks</c> names it.</summary>
    public string LockName => $"{_deviceMajor:x2}:{_deviceMinor:x2}:{_inode}";

    public SocketInode Inode =>
        new(((ulong)_deviceMajor << 32) | _deviceMinor, _inode, (_bornSeconds * 1_000_000_000) + _bornNanoseconds);
}

internal static class Errno
{
    public const int NoEntry = 2;
    public const int TryAgain = 11;
    public const int NotPermitted = 13;
    public const int AddressNotAvailable = 99;
    public const int ConnectionRefused = 111;
}
