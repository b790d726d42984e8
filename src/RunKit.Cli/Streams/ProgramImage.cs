using System.Runtime.InteropServices;

namespace RunKit.Cli.Streams;

/// <summary>Another program in place of this one, in the same process.</summary>
internal static partial class ProgramImage
{
    private const int BrokenPipe = 13;

    /// <summary>Returns only when that cannot be done: why, in one line.</summary>
    public static string Become(string program, string[] words)
    {
        // Our runtime ignores it, and what is ignored stays so.
        _ = SetHandler(BrokenPipe, 0);
        _ = Execute(program, [.. words, null]);
        return new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError()).Message;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] words);
}
