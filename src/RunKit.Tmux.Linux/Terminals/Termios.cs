using System.Runtime.InteropServices;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>A terminal's settings, without becoming its owner.</summary>
internal static partial class Termios
{
    private const int DoNotWait = 0x800;
    private const int DoNotOwn = 0x100;
    private const int CloseOnExecute = 0x80000;
    private const nuint UnreadBytes = 0x541B;

    // struct termios is 60 bytes; the local modes are its fourth word.
    private const int Size = 128;
    private const int LocalModes = 3;
    private const uint Canonical = 2;
    private const uint Echo = 8;

    /// <summary>What it is set to and holds; null when it cannot be opened or is no terminal.</summary>
    public static unsafe (bool ReadsLines, bool Echoes, int Unread)? Look(string tty)
    {
        var descriptor = Open(tty, DoNotWait | DoNotOwn | CloseOnExecute);
        if (descriptor < 0)
        {
            return null;
        }

        try
        {
            var settings = stackalloc uint[Size / sizeof(uint)];
            var unread = 0;
            return GetAttributes(descriptor, settings) == 0 && Control(descriptor, UnreadBytes, &unread) == 0
                ? ((settings[LocalModes] & Canonical) != 0, (settings[LocalModes] & Echo) != 0, unread)
                : null;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static unsafe partial int GetAttributes(int descriptor, uint* settings);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static unsafe partial int Control(int descriptor, nuint request, int* value);
}
