using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using RunKit.Tmux.Linux;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>The log of a node that runs in the background: what it would say on stderr, in a file of this user alone.</summary>
internal static partial class NodeLogFile
{
    private const long Large = 10 * 1024 * 1024;
    private const int MostRead = 64 * 1024;
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExecute = 0x80000;
    private const int OwnerOnly = 0x180;
    private const string Complaint = "runkit: ";

    /// <summary>Where it is unless another place is named.</summary>
    /// <exception cref="VerbException">There is no home directory.</exception>
    public static string Usual() => Path.Combine(
        StateDirectory.Find() ?? throw new VerbException("there is no home directory to keep the node's log in; name a file with --log"), "node.log");

    /// <summary>From here on this process writes there whatever it says.</summary>
    /// <exception cref="VerbException">It cannot.</exception>
    public static void Take(string path)
    {
        if (Path.GetDirectoryName(path) is { } directory && directory == StateDirectory.Find() && PrivateDirectory.Ensure(directory) is { } problem)
        {
            throw new VerbException(problem);
        }

        if (Path.Exists(path) && !RegularFile.IsAt(path))
        {
            throw new VerbException($"the log {path} is no plain file; name another with --log");
        }

        var file = Open(path, WriteOnly | Create | Append, OwnerOnly);
        if (file < 0)
        {
            throw new VerbException($"the log {path} cannot be written ({Marshal.GetLastPInvokeErrorMessage()}); name another with --log");
        }

        Replace(StandardOutput, file);
        Replace(StandardError, file);
        _ = Close(file);
    }

    /// <summary>The terminal that this was started from no longer counts: neither its end nor its keys reach the node.</summary>
    public static void LeaveSession()
    {
        _ = NewSession();
        var nothing = Open("/dev/null", 0, 0);
        Replace(StandardInput, nothing);
        _ = Close(nothing);
    }

    /// <summary>One that has grown large is put aside, over the one before it.</summary>
    public static void PutAsideLarge(string path)
    {
        if (Length(path) > Large)
        {
            File.Move(path, $"{path}.1", overwrite: true);
        }
    }

    public static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The last line that says why something could not be, of those behind a place in the file.</summary>
    public static string? LastComplaint(string path, long from)
    {
        if (Length(path) <= from)
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(from, file.Length - MostRead);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').LastOrDefault(line => line.StartsWith(Complaint, StringComparison.Ordinal))?[Complaint.Length..];
    }

    // The runtime has copies of the standard descriptors; one that stays open keeps a caller waiting who reads the pipe to its end.
    private static void Replace(int standard, int with)
    {
        var was = Target(standard);
        _ = Duplicate(with, standard);
        if (was is null or "/dev/null")
        {
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var copy)
                && copy > StandardError && copy != with && Target(copy) == was)
            {
                _ = Duplicate(with, copy, CloseOnExecute);
            }
        }
    }

    private static string? Target(int descriptor) => new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}")).LinkTarget;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "dup3")]
    private static partial int Duplicate(int from, int to, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int NewSession();
}
