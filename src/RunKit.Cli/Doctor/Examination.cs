using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Doctor;

/// <summary>What was seen of a machine.</summary>
/// <param name="SocketDirectory">Where the sockets are.</param>
/// <param name="DirectoryProblems">Why a directory of ours cannot be trusted, each with its path.</param>
/// <param name="TmuxProblem">Why the tmux on PATH cannot be used; null when it can.</param>
/// <param name="TmuxVersion">Its version; null when it cannot be told.</param>
/// <param name="Views">What each socket's server said, as <c>ls</c> without a node tells it.</param>
/// <param name="Servers">The servers that the process table shows.</param>
/// <param name="Answers">What the servers that answer said of their settings.</param>
/// <param name="IsGuarded">A node has the socket directory.</param>
internal sealed record Examination(
    string SocketDirectory,
    ImmutableArray<(string Directory, string Problem)> DirectoryProblems,
    string? TmuxProblem,
    string? TmuxVersion,
    ImmutableArray<ServerView> Views,
    ImmutableArray<ExaminedServer> Servers,
    ImmutableArray<ServerAnswer> Answers,
    bool IsGuarded);

/// <summary>What a server said of its settings.</summary>
/// <param name="Name">The server.</param>
/// <param name="Version">Its version.</param>
/// <param name="WindowSize">Its global <c>window-size</c>.</param>
/// <param name="HasHooks">Hooks of ours stand there.</param>
/// <param name="ConfigurationErrors">What tmux finds wrong with the files that it was configured from, as they are now.</param>
internal sealed record ServerAnswer(string Name, string Version, string WindowSize, bool HasHooks, ImmutableArray<string> ConfigurationErrors);

/// <summary>A server's process, and what its path and its program say.</summary>
/// <param name="AtItsPath">What answers where it once bound its socket.</param>
/// <param name="Version">Its program's version; null when that cannot be told.</param>
internal sealed record ExaminedServer(ServerProcess Process, ProbeVerdict AtItsPath, string? Version)
{
    public string Name => Path.GetFileName(Process.Socket);

    public int Pid => Process.Process.Identity.Pid;
}
