using RunKit.Cli.Local;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Help;

/// <summary>The servers that there are now, for completion: asked of their sockets alone, so that it is done before anybody notices.</summary>
internal static class ServerNames
{
    /// <summary>Those that accept connections, by name.</summary>
    public static IEnumerable<string> Live()
    {
        var directory = LocalControlPlane.Create().SocketDirectory;
        return Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory).Where(IsLive).Select(path => Path.GetFileName(path))
            : [];
    }

    private static bool IsLive(string path) =>
        ServerName.Problem(Path.GetFileName(path)) is null && SocketPath.Problem(path) is null && SocketProbe.Probe(new SocketPath(path)) is ProbeVerdict.Alive;
}
