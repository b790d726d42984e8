namespace RunKit.Cli.Doctor;

/// <summary>Judges what was seen. Nothing is asked or touched here.</summary>
internal static class Diagnosis
{
    // What tmux calls a server that nobody has named.
    private const string UsualServer = "default";

    // Up to this release a global window-size of manual makes a new window with nobody attached crash the server.
    private static readonly Version LastWithFatalWindowSize = new(3, 6);

    /// <summary>Everything that is wrong, machine first, then server by server.</summary>
    public static ImmutableArray<Finding> Of(Examination seen) =>
    [
        .. Machine(seen),
        .. seen.Views.SelectMany(view => Socket(view, seen.Servers)),
        .. seen.Servers.SelectMany(server => Process(server, seen.TmuxVersion)),
        .. seen.Answers.SelectMany(Settings),
        .. seen.IsGuarded ? [] : seen.Views.SelectMany(view => LeftBehind(view, seen.Answers)),
    ];

    private static IEnumerable<Finding> Machine(Examination seen)
    {
        foreach (var (directory, problem) in seen.DirectoryProblems)
        {
            yield return Split(FindingKind.UnsafeDirectory, directory, problem, "name another");
        }

        if (SocketPath.Problem(Path.Combine(seen.SocketDirectory, UsualServer)) is not null)
        {
            yield return new Finding(
                FindingKind.PathTooLong,
                seen.SocketDirectory,
                $"a socket's path has at most {SocketPath.MaxBytes} bytes, and this one leaves none for a server's name",
                "set TMUX_TMPDIR, or runkit.socket-dir, to a shorter path");
        }

        if (seen.TmuxProblem is { } tmux)
        {
            yield return Split(FindingKind.MissingProgram, "tmux", tmux, "install tmux 3.2 or later");
        }
    }

    private static IEnumerable<Finding> Socket(ServerView view, ImmutableArray<ExaminedServer> servers)
    {
        var server = servers.FirstOrDefault(server => server.Name == view.Name);
        var pid = server?.Pid;
        switch (view.Reason)
        {
            case ServerReason.ServerDead:
                yield return new Finding(
                    FindingKind.StaleSocket, view.Name, "its server is dead; only the socket's file is left", $"run: runkit doctor --fix, or: rm {view.Socket}");
                break;
            case ServerReason.Unresponsive:
                var remedy = server is { Process.Process.Stopped: true } ? $"run: kill -CONT {pid}" : pid is null ? "look at its process" : $"wait, or end it with what it holds: kill -KILL {pid}";
                yield return new Finding(FindingKind.Unresponsive, view.Name, view.Error ?? "it does not answer", remedy);
                break;
            case ServerReason.DialFailed:
                yield return new Finding(FindingKind.Failing, view.Name, view.Error ?? "it cannot be asked", $"see: tmux -N -S {view.Socket} list-sessions");
                break;
        }
    }

    private static IEnumerable<Finding> Process(ExaminedServer server, string? tmuxVersion)
    {
        if (server.AtItsPath is ProbeVerdict.Absent or ProbeVerdict.Refused || (server.AtItsPath is ProbeVerdict.Alive other && other.Pid != server.Pid))
        {
            var (what, before) = server.AtItsPath is ProbeVerdict.Alive taken
                ? ($"its process {server.Pid} lives, and server {taken.Pid} has taken its path", $"end server {taken.Pid} first, then ")
                : ($"its process {server.Pid} lives, and its socket's file is gone", "");
            yield return new Finding(FindingKind.LostSocket, server.Name, what, $"{before}run: kill -USR1 {server.Pid}");
        }

        if (server.Version is { } version && tmuxVersion is not null && version != tmuxVersion)
        {
            yield return new Finding(
                FindingKind.VersionMismatch, server.Name, $"it is tmux {version}, the tmux on PATH is {tmuxVersion}; they may not understand each other",
                $"use its own program: {server.Process.Program} -S {server.Process.Socket} attach");
        }

        if (server.Process.Cgroup is { } cgroup && cgroup.EndsWith(".service", StringComparison.Ordinal))
        {
            var service = cgroup[(cgroup.LastIndexOf('/') + 1)..];
            yield return new Finding(
                FindingKind.ServiceCgroup, server.Name, $"it runs in the control group of {service} and ends when that is stopped",
                $"set KillMode=process in {service}, or start servers with: systemd-run --user --scope tmux ...");
        }
    }

    private static IEnumerable<Finding> Settings(ServerAnswer answer)
    {
        foreach (var error in answer.ConfigurationErrors)
        {
            yield return new Finding(FindingKind.ConfigurationError, answer.Name, error, "mend the file; a server that is started reads none of it, or not to its end");
        }

        if (answer.WindowSize == "manual" && Crashes(answer.Version))
        {
            yield return new Finding(
                FindingKind.FatalSetting,
                answer.Name,
                $"window-size is manual, and tmux {answer.Version} crashes with it at the next new window, and at a new session while nobody is attached",
                $"run: tmux -L {answer.Name} set-option -g window-size latest, and look for it in your configuration");
        }
    }

    private static bool Crashes(string version)
    {
        var digits = new string([.. version.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(digits, out var parsed) && parsed <= LastWithFatalWindowSize;
    }

    private static IEnumerable<Finding> LeftBehind(ServerView view, ImmutableArray<ServerAnswer> answers)
    {
        var hasHooks = answers.Any(answer => answer.Name == view.Name && answer.HasHooks);
        var hasAnchor = view.Guard == GuardState.Floor;
        if (hasHooks || hasAnchor)
        {
            var what = (hasHooks, hasAnchor) switch
            {
                (true, true) => "RunKit's hooks and its hidden session are there",
                (true, false) => "RunKit's hooks are there",
                _ => "RunKit's hidden session is there",
            };
            yield return new Finding(
                FindingKind.LeftBehind, view.Name, $"{what}, and no node runs that guards it", $"run: runkit serve, which guards it again; to take all of it back, then run: runkit release -L {view.Name}");
        }
    }

    // Ours say in one line what is wrong and, behind a semicolon, what to do.
    private static Finding Split(FindingKind kind, string subject, string problem, string remedy) =>
        problem.Split("; ", 2) is [var what, var todo] ? new Finding(kind, subject, what, todo) : new Finding(kind, subject, problem, remedy);
}
