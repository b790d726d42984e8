using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Starts a command in a window of its own, or in a shell that lives.</summary>
public static class RunStarter
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    /// <summary>Starts it and writes it down.</summary>
    /// <param name="ports">What it works with.</param>
    /// <param name="socket">The server's socket.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends the starting as long as nothing was made.</param>
    public static async Task<RunStart> StartAsync(RunPorts ports, SocketPath socket, RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(request);
        if ((request.Problem() ?? DirectoryProblem(ports, request) ?? ports.Files.Prepare()) is { } problem)
        {
            return Refused(problem);
        }

        if (request.InShell)
        {
            return await ShellRunStarter.StartAsync(ports, socket, request, cancellationToken).ConfigureAwait(false);
        }

        var (session, noSession) = await SessionAsync(ports, request, cancellationToken).ConfigureAwait(false);
        if (session is not { } place)
        {
            return Refused(noSession!);
        }

        var (id, nonce) = (RunId.New(), $"made-{RunId.New()}");
        var commands = new RunCommands(id, nonce);
        var line = commands.Make(request, place, ports.Files.OutputPath(id));
        if (line.LengthProblem is { } tooLong)
        {
            return Refused(tooLong);
        }

        // From here on a window may be there, which has to be written down.
        var outcome = await ports.Commands.RunAsync(line, null, Deadline, CancellationToken.None).ConfigureAwait(false);
        return outcome switch
        {
            CommandOutcome.Completed done when RunReply.TryReadMade(done.Output, nonce, out var made) =>
                await FollowAsync(ports, new Attempt(id, socket, request, made)).ConfigureAwait(false),
            CommandOutcome.Failed failed when RunReply.TryReadMade(failed.Output, nonce, out var half) =>
                await TakeBackAsync(ports, half, $"the window was made, and then tmux said: {failed.Words}").ConfigureAwait(false),
            CommandOutcome.Failed failed => Refused(failed.Words.ReplaceLineEndings(" ")),
            CommandOutcome.NotSent not => Refused(not.Reason),
            CommandOutcome.Unknown unknown => new RunStart.NotStarted(new RunResult.Lost($"whether it was started is not known: {unknown.Reason}")),
            _ => Refused("tmux made no window and said nothing"),
        };
    }

    private static RunStart.NotStarted Refused(string reason) => new(new RunResult.Refused(reason));

    // tmux would fall back to another directory without a word.
    private static string? DirectoryProblem(RunPorts ports, RunRequest request) =>
        request.Directory is { } directory && !ports.Files.DirectoryExists(directory) ? $"there is no directory {directory}" : null;

    private static async Task<(SessionId? Session, string? Problem)> SessionAsync(RunPorts ports, RunRequest request, CancellationToken cancellationToken)
    {
        var line = request.Pane is { } pane ? RunCommands.SessionOf(pane) : RunCommands.Sessions;
        return await ports.Commands.RunAsync(line, null, Deadline, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed done when request.Pane is not null => (RunReply.Session(done.Output), $"there is no pane {request.Pane}"),
            CommandOutcome.Completed done => (RunReply.MostRecentSession(done.Output), "it has no session to make a window in; make one with: runkit new --attach-ok"),
            CommandOutcome.Failed failed => (null, failed.Words.ReplaceLineEndings(" ")),
            CommandOutcome.NotSent not => (null, not.Reason),
            CommandOutcome.Unknown unknown => (null, unknown.Reason),
            _ => (null, "its sessions are not known"),
        };
    }

    private static async Task<RunStart> FollowAsync(RunPorts ports, Attempt attempt)
    {
        var made = attempt.Made;
        var server = ports.Processes.Find(made.Generation.Pid)?.Identity;
        var holder = ports.Processes.Find(made.PanePid)?.Identity;
        var began = ports.Time.GetTimestamp();
        ProcessIdentity? process = null;
        while (holder is not null && ports.Processes.Lives(holder) && (process = ports.Runs.FindChild(holder)) is null && ports.Time.GetElapsedTime(began) < Deadline)
        {
            await Task.Delay(BetweenLooks, ports.Time, CancellationToken.None).ConfigureAwait(false);
        }

        if (process is null || holder is null || server is null)
        {
            return await TakeBackAsync(ports, made, "its window was made, and nothing ran in it; is there a /bin/sh and a sleep?").ConfigureAwait(false);
        }

        var window = new RunWindow(made.Session, made.Window, made.Pane, made.Terminal, holder, process);
        var request = attempt.Request;
        var record = new RunRecord(
            attempt.Id, attempt.Socket.Value, made.Generation, server, window, request.Command, ports.Time.GetUtcNow(), request.OutputLimit ?? RunRequest.UsualOutputLimit, request.Keep, ports.Runs.Self);
        try
        {
            ports.Files.Save(record);
            return new RunStart.Started(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ports.Files.RemoveOutput(attempt.Id);
            return await TakeBackAsync(ports, made, $"it cannot be written down: {e.Message}").ConfigureAwait(false);
        }
    }

    private static async Task<RunStart> TakeBackAsync(RunPorts ports, MadeWindow made, string reason)
    {
        var line = TmuxCommandLine.Of("kill-pan", "-t", made.Pane.ToString());
        await ports.Commands.RunAsync(line, null, Deadline, CancellationToken.None).ConfigureAwait(false);
        return Refused(reason.ReplaceLineEndings(" "));
    }

    private sealed record Attempt(RunId Id, SocketPath Socket, RunRequest Request, MadeWindow Made);
}
