using System.Globalization;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>A tmux server as the system sees it.</summary>
/// <param name="Process">Its process.</param>
/// <param name="Socket">The path it bound its socket to, whether or not a file is there now.</param>
/// <param name="Program">What runs it, as a path that can be run again; null when that cannot be read.</param>
/// <param name="Cgroup">Its control group's path; null when that cannot be read.</param>
public sealed record ServerProcess(ProcessStatus Process, string Socket, string? Program, string? Cgroup);

/// <summary>The tmux servers of this user that Linux's <c>/proc</c> shows, also those whose socket file is gone.</summary>
public static class ServerProcesses
{
    private const int FlagsColumn = 3;
    private const int InodeColumn = 6;
    private const int PathColumn = 7;
    private const string AcceptsConnections = "00010000";
    private const string SocketLink = "socket:[";

    /// <summary>Those that listen, or think that they do, in <paramref name="socketDirectory"/>.</summary>
    public static ImmutableArray<ServerProcess> In(string socketDirectory, IProcessTable processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        var listeners = Listeners(socketDirectory);
        return
        [
            .. from directory in Directory.EnumerateDirectories("/proc")
               let pid = int.TryParse(Path.GetFileName(directory), out var number) ? number : 0
               where pid > 0 && Read($"{directory}/comm").StartsWith("tmux", StringComparison.Ordinal)
               from inode in SocketInodes(pid)
               where listeners.ContainsKey(inode)
               let process = processes.Find(pid)
               where process is not null
               select new ServerProcess(process, listeners[inode], ProcessTable.Program(pid, "tmux"), Cgroup(Read($"{directory}/cgroup"))),
        ];
    }

    /// <summary>The unified hierarchy's line of <c>/proc/PID/cgroup</c>, else the one that systemd names.</summary>
    internal static string? Cgroup(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 3)).Where(line => line.Length == 3).ToArray();
        return (lines.FirstOrDefault(line => line[1] == "name=systemd") ?? lines.FirstOrDefault(line => line[0] == "0"))?[2];
    }

    // The table keeps the name that a socket was bound to after its file has gone.
    private static Dictionary<string, string> Listeners(string socketDirectory)
    {
        var listeners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Read("/proc/net/unix").Split('\n'))
        {
            var columns = line.Split(' ', PathColumn + 1, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > PathColumn && columns[FlagsColumn] == AcceptsConnections && Path.GetDirectoryName(columns[PathColumn]) == socketDirectory)
            {
                listeners[columns[InodeColumn]] = columns[PathColumn];
            }
        }

        return listeners;
    }

    private static IEnumerable<string> SocketInodes(int pid)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"))
                    .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name ?? "")
                    .Where(target => target.StartsWith(SocketLink, StringComparison.Ordinal))
                    .Select(target => target[SocketLink.Length..^1]),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
            return [];
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
