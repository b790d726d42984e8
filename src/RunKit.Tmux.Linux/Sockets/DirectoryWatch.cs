namespace RunKit.Tmux.Linux.Sockets;

/// <summary>
/// inotify on the directory, and on its parent for the directory's own end and return. When a watch is lost it says so
/// (<see cref="SocketChange.Unsure"/>); its listener then disposes it and watches anew.
/// </summary>
internal sealed class DirectoryWatch : IDisposable
{
    private const int InternalBufferBytes = 64 * 1024;

    private readonly FileSystemWatcher? _sockets;
    private readonly FileSystemWatcher? _parent;

    public DirectoryWatch(string directory, Action<SocketChange> onChange)
    {
        _sockets = Start(directory, "*", onChange, watcher =>
        {
            watcher.Created += (_, e) => onChange(Appeared(e.Name));
            watcher.Deleted += (_, e) => onChange(Disappeared(e.Name));
            watcher.Renamed += (_, e) =>
            {
                onChange(Disappeared(e.OldName));
                onChange(Appeared(e.Name));
            };
        });
        if (Path.GetDirectoryName(directory) is { Length: > 0 } parent)
        {
            _parent = Start(parent, Path.GetFileName(directory), onChange, watcher =>
            {
                FileSystemEventHandler changed = (_, e) => onChange(new SocketChange.Unsure($"the socket directory was {Word(e.ChangeType)}"));
                watcher.Created += changed;
                watcher.Deleted += changed;
                watcher.Renamed += (_, _) => onChange(new SocketChange.Unsure("the socket directory was moved"));
            });
        }
    }

    public void Dispose()
    {
        _sockets?.Dispose();
        _parent?.Dispose();
    }

    private static FileSystemWatcher? Start(string path, string filter, Action<SocketChange> onChange, Action<FileSystemWatcher> subscribe)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(path, filter)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName,
                InternalBufferSize = InternalBufferBytes,
            };
            subscribe(watcher);
            watcher.Error += (_, e) => onChange(new SocketChange.Unsure($"file-system events were lost: {e.GetException().Message}"));
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            // The directory is gone, inotify has no watch left, or there is no descriptor for the thread that reads it, which .NET says as
            // OutOfMemoryException. The periodic look at the directory carries on without.
            watcher?.Dispose();
            onChange(new SocketChange.Unsure($"{path} cannot be watched: {e.Message}"));
            return null;
        }
    }

    private static SocketChange Appeared(string? name) => NameOf(name) is var told && FileNames.IsDoubtful(told) ? Doubtful() : new SocketChange.Appeared(told);

    private static SocketChange Disappeared(string? name) =>
        NameOf(name) is var told && FileNames.IsDoubtful(told) ? Doubtful() : new SocketChange.Disappeared(told);

    // The name as it is told finds no file.
    private static SocketChange.Unsure Doubtful() => new("a file whose name is not UTF-8 came or went");

    private static string NameOf(string? name) => Path.GetFileName(name) ?? "";

    private static string Word(WatcherChangeTypes change) => change == WatcherChangeTypes.Created ? "made" : "deleted";
}
