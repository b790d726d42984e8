using RunKit.Tmux.Processes.Probing;

namespace RunKit.Node.Doctor;

/// <summary>What was seen of a machine.</summary>
/// <param name="SocketDirectory">Where the sockets are.</param>
/// <param name="DirectoryProblems">Why a directory of ours cannot be trusted, each with its path.</param>
/// <param name="TmuxProblem">Why the tmux on PATH cannot be used; null when it can.</param>
/// <param name="TmuxVersion">Its version; null when it cannot be told.</param>
/// <param name="Views">What each socket's server said, as <c>ls</c> without a node tells it.</param>
/// <param name="Servers">The servers that the process table shows.</param>
internal sealed record Examination(
    string SocketDirectory,
    ImmutableArray<(string Directory, string Problem)> DirectoryProblems,
    string? TmuxProblem,
    string? TmuxVersion,
    ImmutableArray<ServerView> Views,
    ImmutableArray<ExaminedServer> Servers);

/// <summary>A server's process, and what its path and its program say.</summary>
/// <param name="AtItsPath">What answers where it once bound its socket.</param>
/// <param name="Version">Its program's version; null when that cannot be told.</param>
internal sealed record ExaminedServer(ServerProcess Process, ProbeVerdict AtItsPath, string? Version)
{
    public string Name => Path.GetFileName(Process.Socket);

    public int Pid => Process.Process.Identity.Pid;
}
