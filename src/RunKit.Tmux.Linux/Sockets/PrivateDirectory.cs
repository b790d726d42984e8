namespace RunKit.Tmux.Linux.Sockets;

/// <summary>A directory that is this user's alone: what lies in it can be trusted, and nobody else can reach it.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>RunKit's own: <c>$XDG_RUNTIME_DIR/runkit</c>, else (also when that does not exist) <c>/tmp/runkit-UID</c>.</summary>
    public static string Resolve(string? xdgRuntimeDir) =>
        !string.IsNullOrEmpty(xdgRuntimeDir) && Path.IsPathRooted(xdgRuntimeDir) && Directory.Exists(xdgRuntimeDir)
            ? Path.Combine(xdgRuntimeDir, "runkit")
            : $"/tmp/runkit-{Libc.EffectiveUser()}";

    /// <summary>
    /// Makes the directory (0700) when it is absent. Returns why it cannot be used, in one line that says what to do; null when it can.
    /// </summary>
    public static string? Ensure(string directory)
    {
        if (Libc.Look(directory, out var errno) is null && errno == Errno.NoEntry)
        {
            try
            {
                Directory.CreateDirectory(directory, OwnerOnly);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"the directory {directory} cannot be made: {e.Message}";
            }
        }

        return Problem(directory);
    }

    /// <summary>The same, and nothing is made; an absent directory is a problem.</summary>
    public static string? Problem(string directory)
    {
        if (Libc.Look(directory, out var errno) is not { } facts)
        {
            return $"the directory {directory} cannot be looked at (errno {errno})";
        }

        if (!facts.IsDirectory)
        {
            return $"{directory} is {(facts.IsLink ? "a symbolic link" : "a file")}, not a directory; remove it, or name another place with --node";
        }

        if (facts.Owner != Libc.EffectiveUser())
        {
            return $"the directory {directory} belongs to user {facts.Owner}, not to this one; name another place with --node";
        }

        const int byOthers = 0b_000_111_111;
        return (facts.Permissions & byOthers) != 0
            ? $"the directory {directory} is open to others (mode {Convert.ToString(facts.Permissions, 8)}); run: chmod 700 {directory}"
            : null;
    }
}
