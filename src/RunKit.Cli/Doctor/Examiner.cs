using RunKit.Cli.Local;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Cli.Doctor;

/// <summary>Looks at the machine: files, processes, and one short question to each server. Changes nothing.</summary>
internal static class Examiner
{
    public static async Task<Examination> LookAsync(LocalControlPlane plane, CancellationToken cancellationToken)
    {
        var directory = plane.SocketDirectory;
        var processes = new ProcessTable();
        var tmux = plane.Tmux.Default;
        var problems = DirectoryProblems(directory);
        var listed = SocketDirectoryPath.LengthProblem(directory) is null && new SocketDirectory(directory).List() is not SocketListing.Failed;
        var version = await TmuxCheck.VersionAsync(tmux, cancellationToken);
        var views = listed && version is not null ? await plane.GetServersAsync(cancellationToken) : [];
        var question = new ServerQuestion(plane.Servers);
        var answers = await Task.WhenAll(views.Where(view => view.Status == ServerStatus.Connected).Select(view => question.AskAsync(view, cancellationToken)));
        return new Examination(
            directory,
            problems,
            version is null ? await TmuxCheck.ProblemAsync(tmux, cancellationToken) : null,
            version,
            views,
            [.. await Task.WhenAll(ServerProcesses.In(directory, processes).Select(server => LookAsync(server, cancellationToken)))],
            [.. answers.OfType<ServerAnswer>()],
            SocketDirectoryClaim.IsTaken(directory));
    }

    private static async Task<ExaminedServer> LookAsync(ServerProcess server, CancellationToken cancellationToken) => new(
        server,
        SocketProbe.Probe(new SocketPath(server.Socket)),
        server.Program is { } program ? await TmuxCheck.VersionAsync(program, cancellationToken) : null);

    // What is not there yet will be made as it should be.
    private static ImmutableArray<(string Directory, string Problem)> DirectoryProblems(string sockets)
    {
        var node = PrivateDirectory.Resolve(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        (string, string?)[] problems =
        [
            (sockets, SocketProblem(sockets)),
            (node, Path.Exists(node) ? PrivateDirectory.Problem(node) : null),
        ];
        return [.. problems.Where(problem => problem.Item2 is not null).Select(problem => (problem.Item1, problem.Item2!))];
    }

    // One that is too long for any socket is a finding of its own.
    private static string? SocketProblem(string sockets) => SocketDirectoryPath.LengthProblem(sockets) is not null ? null
        : new SocketDirectory(sockets).List() is SocketListing.Failed failed ? failed.Reason
        : SocketDirectoryPath.RefusedByTmux(sockets);
}
