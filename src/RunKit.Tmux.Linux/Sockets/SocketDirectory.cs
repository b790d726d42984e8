using System.Threading;

namespace RunKit.Tmux.Linux.Sockets;

/// <summary>
/// A real socket directory, watched with inotify. Only sockets of this user count; <c>.lock</c> files, plain files, directories and
/// links do not. A name that is not UTF-8 is told with its other bytes as <c>\xe9</c>: no such name can be managed, but it is there.
/// </summary>
public sealed class SocketDirectory(string directory) : ISocketSource
{
    public string Directory { get; } = Path.TrimEndingDirectorySeparator(directory);

    public SocketListing List()
    {
        // Before and after, so that a directory swapped in between is not told under the old one's name.
        if (Libc.Look(Directory, out var errno) is not { } facts)
        {
            return errno == Errno.NoEntry
                ? new SocketListing.Absent()
                : new SocketListing.Failed($"{Directory} cannot be looked at (errno {errno})");
        }

        if (SocketDirectoryPath.Problem(Directory) is { } problem)
        {
            return new SocketListing.Failed(problem);
        }

        try
        {
            var names = System.IO.Directory.EnumerateFileSystemEntries(Directory).Select(path => Path.GetFileName(path)!).ToArray();
            IEnumerable<SocketEntry?> sockets = names.Any(FileNames.IsDoubtful) ? FileNames.In(Directory).Select(Find) : names.Select(Find);
            return Libc.Look(Directory, out _)?.Inode == facts.Inode
                ? new SocketListing.Listed([.. sockets.OfType<SocketEntry>()], facts.Inode)
                : new SocketListing.Failed($"{Directory} was replaced while it was read");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SocketListing.Failed($"{Directory} cannot be read: {e.Message}");
        }
    }

    public SocketEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entry(name, Libc.Look(Path.Combine(Directory, name), out _));
    }

    public IDisposable Watch(Action<SocketChange> onChange)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        return new DirectoryWatch(Directory, onChange);
    }

    private SocketEntry? Find(byte[] name) => Entry(FileNames.Shown(name), Libc.Look(FileNames.Path(Directory, name), out _));

    private static SocketEntry? Entry(string name, FileFacts? file) =>
        !name.EndsWith(".lock", StringComparison.Ordinal) && file is { IsSocket: true } facts && facts.Owner == Libc.EffectiveUser()
            ? new SocketEntry(name, facts.Inode)
            : null;
}
