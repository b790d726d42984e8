using System.Runtime.InteropServices;
using System.Text;

namespace RunKit.Cli;

/// <summary>
/// How many file descriptors runkit needs to run at all: the runtime holds two for each library, and without one it ends with a trace.
/// Asked by system calls alone, because nothing can be relied on to load.
/// </summary>
internal static unsafe partial class DescriptorMinimum
{
    /// <summary>For a verb, which takes about a hundred.</summary>
    public const ulong OfVerb = 128;

    /// <summary>For a node, which takes about 230 before it has a server or a caller.</summary>
    public const ulong OfNode = 512;

    private const int OpenFiles = 7;
    private const int StandardError = 2;

    /// <summary>Whether there are enough; if not, it has said so.</summary>
    public static bool IsMet(string[] args)
    {
        var limit = stackalloc ulong[2];
        var needed = args.Length > 0 && args[0] == "serve" ? OfNode : OfVerb;
        if (GetLimit(OpenFiles, limit) != 0 || limit[0] >= needed)
        {
            return true;
        }

        var line = Encoding.UTF8.GetBytes($"runkit: only {limit[0]} file descriptors are allowed here, and this takes {needed}; run: ulimit -n 1024, or raise the limit of the service\n");
        fixed (byte* text = line)
        {
            _ = Write(StandardError, text, (nuint)line.Length);
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte* bytes, nuint length);
}
