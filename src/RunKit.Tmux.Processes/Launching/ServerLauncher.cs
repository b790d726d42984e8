using RunKit.Tmux.Commands;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Launching;

/// <summary>Starts servers in one socket directory. The only caller of <see cref="TmuxArguments.Birth"/>.</summary>
public sealed class ServerLauncher : IServerLauncher
{
    private const string Hidden = State.SessionState.HiddenPrefix;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _socketDirectory;
    private readonly IOneShotTmux _oneShot;
    private readonly TmuxBinary _tmux;
    private readonly Func<SocketPath, ProbeVerdict> _probe;

    /// <param name="socketDirectory">Where the sockets are.</param>
    /// <param name="oneShot">Runs tmux.</param>
    /// <param name="tmux">Which tmux it runs.</param>
    public ServerLauncher(string socketDirectory, IOneShotTmux oneShot, TmuxBinary tmux)
        : this(socketDirectory, oneShot, tmux, SocketProbe.Probe)
    {
    }

    internal ServerLauncher(string socketDirectory, IOneShotTmux oneShot, TmuxBinary tmux, Func<SocketPath, ProbeVerdict> probe) =>
        (_socketDirectory, _oneShot, _tmux, _probe) = (socketDirectory, oneShot, tmux, probe);

    public async Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem)
        {
            return new CreateOutcome.NotCreated(problem);
        }

        var socket = SocketPath.In(_socketDirectory, request.Server);
        var verdict = _probe(socket);
        return verdict switch
        {
            ProbeVerdict.Alive when !request.AttachOk => new CreateOutcome.AlreadyRuns(),
            ProbeVerdict.Alive alive => await RunAsync(
                request, TmuxArguments.Join(socket, NewSession(request)), _tmux.For(alive.Pid), alive.Pid, cancellationToken).ConfigureAwait(false),
            ProbeVerdict.Refused or ProbeVerdict.Absent => await RunAsync(
                request, TmuxArguments.Birth(socket, NewSession(request)), _tmux.Default, 0, cancellationToken).ConfigureAwait(false),
            ProbeVerdict.BacklogFull => new CreateOutcome.NotCreated($"a server named {request.Server} lives but does not answer"),
            ProbeVerdict.NotOurs notOurs => new CreateOutcome.NotCreated(notOurs.Reason),
            _ => new CreateOutcome.NotCreated(verdict.ToString()),
        };
    }

    private async Task<CreateOutcome> RunAsync(
        NewServer request, TmuxArguments arguments, string binary, int livePid, CancellationToken cancellationToken)
    {
        var result = await _oneShot.RunAsync(arguments, binary, Limit, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            OneShotResult.Exited { Status: 0 } exited => Read(request, exited.Output, livePid),
            OneShotResult.Exited exited => new CreateOutcome.NotCreated(OneLine(exited.Error, exited.Output)),
            OneShotResult.NotStarted failed => new CreateOutcome.NotCreated(
                $"tmux cannot be started: {failed.Reason}; install tmux 3.2 or later, or name it with runkit.tmux-binary"),
            _ => new CreateOutcome.NotCreated($"tmux did not answer within {Limit.TotalSeconds:0} s"),
        };
    }

    // The probe said nobody listened. Should somebody have been quicker, the server's own start gives it away.
    private static CreateOutcome Read(NewServer request, string output, int livePid)
    {
        var words = output.Trim().Split(' ');
        if (words is not [var pid, var start, var id]
            || !int.TryParse(pid, out var pidNumber)
            || !long.TryParse(start, out var startNumber)
            || !SessionId.TryParse(id, out var session))
        {
            return new CreateOutcome.NotCreated($"tmux did not say what it has made: {OneLine(output, "nothing")}");
        }

        var generation = new ServerGeneration(pidNumber, startNumber);
        var joined = livePid != 0 || session.Number != 0;
        if (joined && !request.AttachOk)
        {
            return new CreateOutcome.NotCreated(
                $"a server named {request.Server} was started by somebody else just now; session {session} was added to it");
        }

        return joined ? new CreateOutcome.Joined(generation, session) : new CreateOutcome.Created(generation, session);
    }

    private static string? Problem(NewServer request)
    {
        if (request.Directory is { } directory && !(Path.IsPathRooted(directory) && Directory.Exists(directory)))
        {
            return $"the start directory {directory} does not exist";
        }

        if (request.Session is { } session && (session.Length == 0 || session.StartsWith(Hidden, StringComparison.Ordinal)))
        {
            return session.Length == 0 ? "a session name must not be empty" : $"session names that start with {Hidden} are RunKit's own";
        }

        string?[] words = [request.Session, request.Directory, .. request.Command];
        return words.Any(word => word?.Contains('\0', StringComparison.Ordinal) == true) ? "no word may hold a NUL character" : null;
    }

    private static TmuxCommand NewSession(NewServer request)
    {
        List<string> arguments = ["-d", "-P", "-F", "#{pid} #{start_time} #{session_id}", "-c", Literal(request.Directory ?? TmuxSpawner.HomeDirectory)];
        if (request.Session is { } session)
        {
            arguments.AddRange(["-s", Literal(session)]);
        }

        if (!request.Command.IsDefaultOrEmpty)
        {
            arguments.AddRange(["--", .. request.Command]);
        }

        return new TmuxCommand("new-session", arguments);
    }

    // tmux expands formats in both, and #() would run a shell.
    private static string Literal(string text) => text.Replace("#", "##", StringComparison.Ordinal);

    private static string OneLine(string first, string second) =>
        (first.Trim().Length > 0 ? first : second).Trim().ReplaceLineEndings(" ");
}
