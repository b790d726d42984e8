using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RunKit.Tmux.Linux.Sockets;

/// <summary>
/// One plane for one socket directory: two that dial a newborn server at the same moment can crash it (measured: tmux 3.3a, 28 of 200). The
/// claim is the lock of the directory itself (<c>flock</c>): no file is left behind, and the system releases it with the process. tmux takes
/// no notice of it. It does not follow a directory that is removed and made again.
/// </summary>
public sealed class SocketDirectoryClaim : IDisposable
{
    private readonly SafeFileHandle _directory;

    private SocketDirectoryClaim(SafeFileHandle directory) => _directory = directory;

    /// <summary>Claims a directory that <see cref="SocketDirectoryPath.Ensure"/> found safe.</summary>
    /// <param name="directory">Its path.</param>
    /// <param name="problem">Who has it, or why it cannot be claimed, in one line that says what to do; null with a claim.</param>
    /// <returns>The claim, until it is disposed; null when it was not to be had.</returns>
    public static SocketDirectoryClaim? TryTake(string directory, out string? problem)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var descriptor = Libc.OpenDirectory(directory);
        if (descriptor < 0)
        {
            problem = $"the socket directory {directory} cannot be opened (errno {Marshal.GetLastPInvokeError()})";
            return null;
        }

        var opened = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Libc.TryLock(descriptor) == 0)
        {
            problem = null;
            return new SocketDirectoryClaim(opened);
        }

        var error = Marshal.GetLastPInvokeError();
        opened.Dispose();
        problem = error == Errno.TryAgain
            ? $"{Holder(directory)} has the socket directory {directory}; end it first, or name another directory with --socket-dir"
            : $"the socket directory {directory} cannot be locked (errno {error})";
        return null;
    }

    /// <summary>Lets others have it.</summary>
    public void Dispose() => _directory.Dispose();

    /// <summary>Whether some plane has the directory now, as far as the list of all locks tells. Takes nothing.</summary>
    public static bool IsTaken(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Holders(directory).Any();
    }

    // The lock itself does not say whose it is; the list of all locks does, where it may be read and names this directory as we see it.
    private static string Holder(string directory)
    {
        const string unknown = "another RunKit";
        return Holders(directory).FirstOrDefault(pid => pid > 0) is > 0 and var pid ? $"{unknown}, process {pid}," : unknown;
    }

    private static IReadOnlyList<int> Holders(string directory)
    {
        if (Libc.Look(directory, out _) is not { } facts)
        {
            return [];
        }

        try
        {
            return [.. File.ReadLines("/proc/locks").Select(line => HolderOf(line, facts.LockName)).OfType<int>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // "3: FLOCK  ADVISORY  WRITE 4711 00:2d:8086 0 EOF"; a pid of another namespace is 0.
    private static int? HolderOf(string line, string file) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "FLOCK", _, _, var pid, var locked, ..] && locked == file
            ? int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            : null;
}
