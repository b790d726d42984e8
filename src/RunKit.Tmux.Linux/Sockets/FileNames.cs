using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RunKit.Tmux.Linux.Sockets;

/// <summary>Names of files as the bytes that they are. The base library knows text only, and cannot open what it has shown as text.</summary>
internal static partial class FileNames
{
    private const char Replacement = '\ufffd';

    // Where the name stands in struct dirent of a 64-bit system, and of a 32-bit one.
    private static readonly int NameOffset = IntPtr.Size == sizeof(long) ? 19 : 11;

    /// <summary>Whether a name that the base library has shown may stand for bytes that are no UTF-8.</summary>
    public static bool IsDoubtful(string name) => name.Contains(Replacement, StringComparison.Ordinal);

    /// <summary>The name as UTF-8, and what is none of it as <c>\xe9</c>, so that different names stay different.</summary>
    public static string Shown(ReadOnlySpan<byte> name)
    {
        var shown = new StringBuilder();
        while (!name.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(name, out var rune, out var length);
            if (status == OperationStatus.Done)
            {
                shown.Append(rune.ToString());
            }
            else
            {
                foreach (var odd in name[..length])
                {
                    shown.Append(CultureInfo.InvariantCulture, $"\\x{odd:x2}");
                }
            }

            name = name[length..];
        }

        return shown.ToString();
    }

    /// <summary>The path of a file, ending in a NUL.</summary>
    public static byte[] Path(string directory, ReadOnlySpan<byte> name) => [.. Encoding.UTF8.GetBytes($"{directory}/"), .. name, 0];

    /// <summary>What is in a directory, apart from the directory itself and its parent.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static unsafe IReadOnlyList<byte[]> In(string directory)
    {
        var stream = OpenDirectory(directory);
        if (stream == 0)
        {
            throw new IOException($"errno {Marshal.GetLastPInvokeError()}");
        }

        try
        {
            List<byte[]> names = [];
            while (ReadDirectory(stream) is var entry and not 0)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }
            }

            return names;
        }
        finally
        {
            _ = CloseDirectory(stream);
        }
    }

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDirectory(string path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadDirectory(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint stream);
}
