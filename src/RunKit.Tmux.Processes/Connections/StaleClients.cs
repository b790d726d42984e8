using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// Control clients that an earlier life left behind. While one stays attached with output nobody reads, its server's
/// <c>kill-server</c> hangs.
/// </summary>
public static class StaleClients
{
    /// <summary>
    /// Sends SIGTERM to each of this user's tmux clients whose owner (<see cref="TmuxSpawner.OwnerVariable"/>) no longer lives and whose
    /// socket is in <paramref name="socketDirectory"/>. Returns their pids.
    /// </summary>
    public static ImmutableArray<int> Clear(string socketDirectory, IProcessTable processes)
    {
        var stale = Find(socketDirectory, processes);
        foreach (var pid in stale)
        {
            _ = Libc.Signal(pid, Libc.SigTerm);
        }

        return stale;
    }

    /// <summary>The pids of those clients, which are left as they are.</summary>
    public static ImmutableArray<int> Find(string socketDirectory, IProcessTable processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return
        [
            .. from directory in Directory.EnumerateDirectories("/proc")
               let pid = int.TryParse(Path.GetFileName(directory), out var number) ? number : 0
               where pid > 0 && IsStale(directory, socketDirectory, processes)
               select pid,
        ];
    }

    private static bool IsStale(string directory, string socketDirectory, IProcessTable processes)
    {
        try
        {
            if (!File.ReadAllText($"{directory}/comm").StartsWith("tmux", StringComparison.Ordinal))
            {
                return false;
            }

            // tmux rewrites its title, so the argument vector is not to be trusted; the environment it began with is.
            var words = File.ReadAllText($"{directory}/environ").Split('\0');
            var owner = Value(words, TmuxSpawner.OwnerVariable)?.Split(':');
            return Value(words, TmuxSpawner.SocketDirectoryVariable) == socketDirectory
                && owner is [var pid, var start]
                && int.TryParse(pid, out var ownerPid)
                && long.TryParse(start, out var ownerStart)
                && !processes.Lives(new ProcessIdentity(ownerPid, ownerStart));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
            return false;
        }
    }

    private static string? Value(string[] environment, string name) =>
        environment.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
