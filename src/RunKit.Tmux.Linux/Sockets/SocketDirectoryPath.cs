namespace RunKit.Tmux.Linux.Sockets;

/// <summary>Where this user's tmux keeps its sockets, and whether it is safe to use.</summary>
public static class SocketDirectoryPath
{
    // A slash and one character.
    private const int ShortestName = 2;

    /// <summary>
    /// As tmux resolves it (<c>tmux.c:make_label</c>): <c>$TMUX_TMPDIR/tmux-UID</c>, else <c>/tmp/tmux-UID</c>. tmux, too, falls back to
    /// <c>/tmp</c> when <c>TMUX_TMPDIR</c> does not exist.
    /// </summary>
    public static string Resolve(string setting, string? tmuxTmpDir)
    {
        if (!string.IsNullOrEmpty(setting))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));
        }

        var root = string.IsNullOrEmpty(tmuxTmpDir) || !Directory.Exists(tmuxTmpDir) ? "/tmp" : Path.GetFullPath(tmuxTmpDir);
        return Path.Combine(root, $"tmux-{Libc.EffectiveUser()}");
    }

    /// <summary>
    /// Makes the directory (0700) when it is absent. Returns why it cannot be used, in one line that says what to do; null when it can.
    /// tmux itself refuses a directory that others may write to.
    /// </summary>
    public static string? Ensure(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (LengthProblem(directory) is { } problem)
        {
            return problem;
        }

        if (Libc.Look(directory, out var errno) is null && errno == Errno.NoEntry)
        {
            try
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"the socket directory {directory} cannot be made: {e.Message}";
            }
        }

        return Problem(directory);
    }

    /// <summary>Why the directory cannot be used; null when it can. Changes nothing.</summary>
    public static string? Problem(string directory)
    {
        if (LengthProblem(directory) is { } problem)
        {
            return problem;
        }

        // With a slash at its end the system would look at what a link points to.
        if (Libc.Look(Path.TrimEndingDirectorySeparator(directory), out var errno) is not { } facts)
        {
            return errno == Errno.NoEntry
                ? $"the socket directory {directory} does not exist"
                : $"the socket directory {directory} cannot be looked at (errno {errno})";
        }

        if (!facts.IsDirectory)
        {
            var what = facts.IsLink ? "a symbolic link" : "a file";
            return $"the socket directory {directory} is {what}, not a directory; name another with --socket-dir";
        }

        if (facts.Owner != Libc.EffectiveUser())
        {
            return $"the socket directory {directory} belongs to user {facts.Owner}, not to this one; name another with --socket-dir";
        }

        const int writableByOthers = 0b_000_000_010;
        return (facts.Permissions & writableByOthers) != 0
            ? $"the socket directory {directory} is writable by everybody, so anybody could plant sockets there; run: chmod 700 {directory}"
            : null;
    }

    /// <summary>Why no socket can be in a directory of that name, whether or not it exists; null when one can.</summary>
    public static string? LengthProblem(string directory) =>
        System.Text.Encoding.UTF8.GetByteCount(Path.TrimEndingDirectorySeparator(directory)) + ShortestName > SocketPath.MaxBytes
            ? $"the socket directory {directory} is too long: a socket's path has at most {SocketPath.MaxBytes} bytes; name a shorter one with TMUX_TMPDIR or --socket-dir"
            : null;

    /// <summary>
    /// Why tmux's own <c>-L</c> refuses the directory, in one line that says what to do; null when it does not. tmux looks only at the
    /// one that it makes by itself, and lets nobody else into it (<c>tmux.c:make_label</c>).
    /// </summary>
    public static string? RefusedByTmux(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        const int byOthers = 0b_000_000_111;
        return Path.GetFileName(directory) == $"tmux-{Libc.EffectiveUser()}" && Libc.Look(directory, out _) is { } facts && (facts.Permissions & byOthers) != 0
            ? $"tmux refuses the socket directory {directory}: it is open to others (mode {Convert.ToString(facts.Permissions, 8)}); run: chmod 700 {directory}"
            : null;
    }
}
