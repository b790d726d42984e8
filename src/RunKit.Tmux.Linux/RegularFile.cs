namespace RunKit.Tmux.Linux;

/// <summary>Tells files from what else may lie on a path: a FIFO, a device or a socket is not read, because that may never end.</summary>
public static class RegularFile
{
    /// <summary>Whether a regular file lies there; a symbolic link is none.</summary>
    public static bool IsAt(string path) => Libc.Look(path, out _) is { IsRegular: true };
}
