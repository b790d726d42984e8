using System.Security.Cryptography;
using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>Starts servers in one socket directory. The only caller of <see cref="TmuxArguments.Create"/>.</summary>
public sealed class ServerLauncher : IServerLauncher
{
    private const int NonceLength = 16;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly string _socketDirectory;
    private readonly TmuxBinary _tmux;
    private readonly ITmuxClient _client;
    private readonly IProcessTable _processes;
    private readonly TimeProvider _time;
    private readonly LaunchedProgram _program;
    private readonly StartingServer _starting;
    private readonly FirstCommand _first;

    /// <param name="socketDirectory">Where the sockets are.</param>
    /// <param name="spawner">What knows the environment to give, and whom to tell of a process.</param>
    /// <param name="tmux">Which tmux starts a server.</param>
    /// <param name="client">Talks to servers that run.</param>
    /// <param name="processes">The processes.</param>
    /// <param name="time">For limits.</param>
    public ServerLauncher(string socketDirectory, TmuxSpawner spawner, TmuxBinary tmux, ITmuxClient client, IProcessTable processes, TimeProvider time)
    {
        (_socketDirectory, _tmux, _client, _processes, _time) = (socketDirectory, tmux, client, processes, time);
        _program = new LaunchedProgram(spawner, processes, time);
        _starting = new StartingServer(client, processes, time);
        _first = new FirstCommand(client, processes, _starting, time);
    }

    /// <inheritdoc/>
    public async Task<CreateOutcome> LaunchAsync(NewServer request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = Path.Combine(_socketDirectory, request.Server.Value);
        if ((request.Problem() ?? SocketPath.Problem(path) ?? SocketDirectoryPath.Ensure(_socketDirectory) ?? SocketDirectoryPath.RefusedByTmux(_socketDirectory)) is { } problem)
        {
            return new CreateOutcome.NotCreated(problem);
        }

        var creation = new Creation(request, new SocketPath(path), RandomNumberGenerator.GetHexString(NonceLength, lowercase: true));
        using var limit = new CancellationTokenSource(request.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await LookAsync(creation, either.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new CreateOutcome.NotCreated($"a server of that name is ending and has not ended within {Seconds(request)}");
        }
    }

    private async Task<CreateOutcome> LookAsync(Creation creation, CancellationToken giveUp, CancellationToken cancelled)
    {
        while (true)
        {
            giveUp.ThrowIfCancellationRequested();
            var verdict = SocketProbe.Probe(creation.Socket);
            switch (verdict)
            {
                case ProbeVerdict.Refused or ProbeVerdict.Absent:
                    return await StartAsync(creation, giveUp, cancelled).ConfigureAwait(false);
                case ProbeVerdict.BacklogFull:
                    return new CreateOutcome.NotCreated($"a server named {creation.Request.Server} lives but does not answer");
                case ProbeVerdict.Alive alive when await AskAsync(creation, alive.Pid, giveUp).ConfigureAwait(false) is { } outcome:
                    return outcome;
                case ProbeVerdict.Alive:
                    await Task.Delay(BetweenLooks, _time, giveUp).ConfigureAwait(false);
                    continue;
                case ProbeVerdict.NotOurs notOurs:
                    return new CreateOutcome.NotCreated(notOurs.Reason);
                case ProbeVerdict.Unclear unclear:
                    return new CreateOutcome.NotCreated(unclear.Reason);
                default:
                    return new CreateOutcome.NotCreated(verdict.ToString());
            }
        }
    }

    // A server that ends still listens; what was asked of it then was not done. Null: it is gone by now, look again.
    private async Task<CreateOutcome?> AskAsync(Creation creation, int pid, CancellationToken giveUp)
    {
        if (_processes.Find(pid)?.Identity is not { } server)
        {
            return null;
        }

        var request = creation.Request;
        var line = request.AttachOk ? creation.Commands.Join() : TmuxCommandLine.Of("display-message", "-p", "alive");
        var options = new TmuxRunOptions { Deadline = request.AttachOk ? request.Timeout : AnswerLimit };
        switch (await _client.RunAsync(new TmuxServerAddress(creation.Socket, server), line, options, giveUp).ConfigureAwait(false))
        {
            case TmuxResult.Exited when !request.AttachOk:
                return new CreateOutcome.AlreadyRuns();
            case TmuxResult.Exited result when CreateReply.Read(result.Output.Span, creation.Nonce) is { Made: { } made } reply:
                return await ConcludeAsync(creation, reply with { IsStarted = false, Before = [] }, made).ConfigureAwait(false);
            case TmuxResult.Exited result:
                return new CreateOutcome.NotCreated($"tmux says: {OneLine(result.Error.Span, result.Output.Span)}");
            case TmuxResult.NotSent { Reason: NotSentReason.ServerExiting or NotSentReason.ServerDead or NotSentReason.Absent or NotSentReason.GenerationChanged }:
            case TmuxResult.Unknown { Reason: UnknownReason.ServerExiting or UnknownReason.ClosedUnread }:
                await _processes.WaitForEndAsync(server, giveUp).ConfigureAwait(false);
                return null;
            case TmuxResult.NotSent notSent:
                return new CreateOutcome.NotCreated(notSent.Detail);
            case TmuxResult.Unknown { Reason: UnknownReason.Deadline } when !request.AttachOk:
                return new CreateOutcome.NotCreated($"a server named {request.Server} lives but does not answer");
            case TmuxResult.Unknown unknown:
                return new CreateOutcome.NotCreated($"{unknown.Detail}; the session may have been made, or may yet be");
            case var other:
                return new CreateOutcome.NotCreated(other.ToString());
        }
    }

    private async Task<CreateOutcome> StartAsync(Creation creation, CancellationToken giveUp, CancellationToken cancelled)
    {
        StartingServerFate fate = new StartingServerFate.None();
        var arguments = TmuxArguments.Create(creation.Socket, creation.Commands);
        var end = await _program.RunAsync(
            _tmux.Default,
            arguments,
            creation.Nonce,
            async () => fate = await _starting.EndUnlessUsedAsync(creation.Socket, creation.Nonce).ConfigureAwait(false),
            giveUp).ConfigureAwait(false);
        if (end.NotStarted is { } reason)
        {
            return new CreateOutcome.NotCreated($"tmux cannot be started: {reason}; install tmux 3.2 or later, or name it with runkit.tmux-binary");
        }

        var reply = CreateReply.Read(end.Output.Span, creation.Nonce);
        if (reply.Made is { } made)
        {
            return await ConcludeAsync(creation, reply, made).ConfigureAwait(false);
        }

        if (reply.IsTaken)
        {
            return new CreateOutcome.AlreadyRuns();
        }

        // It may have been about to start the server when it was given up.
        fate = fate is StartingServerFate.None ? await _starting.EndUnlessUsedAsync(creation.Socket, creation.Nonce).ConfigureAwait(false) : fate;
        if (fate is StartingServerFate.Ending ending)
        {
            await _starting.SeeOffAsync(ending.Server).ConfigureAwait(false);
        }

        cancelled.ThrowIfCancellationRequested();
        return new CreateOutcome.NotCreated($"{Cause(creation, end, reply)}{Left(fate)}");
    }

    // Where the session is not there, a server without any must not stay: it could come up later.
    private string Left(StartingServerFate fate) => fate switch
    {
        StartingServerFate.InUse used => $"; the server runs, pid {used.Server.Pid}, with the sessions of its configuration, and this one will not be added",
        StartingServerFate.Silent silent => $"; its process {silent.Server.Pid} lives and does not answer: look at it before you start it again",
        StartingServerFate.Ending ending when _processes.Lives(ending.Server) => $"; its process {ending.Server.Pid} has been told to end and has not yet",
        _ => "",
    };

    private static string Cause(Creation creation, ProgramEnd end, CreateReply reply)
    {
        var said = OneLine(Encoding.UTF8.GetBytes(end.Error), []);
        var configuration = reply.Before.IsEmpty ? "" : $"; the configuration: {string.Join("; ", reply.Before)}";
        return end switch
        {
            { Status: null } => $"tmux was not done with its configuration within {Seconds(creation.Request)} and was given up; see --timeout",
            _ when said.Length > 0 && !said.Contains("exited", StringComparison.Ordinal) => $"tmux says: {said}{configuration}",
            _ => $"the server ended before it had a session: see what its configuration does (kill-server), or whether it crashed{configuration}",
        };
    }

    private async Task<CreateOutcome> ConcludeAsync(Creation creation, CreateReply reply, MadeSession made)
    {
        var warnings = reply.Before.AddRange(creation.Warnings);
        if (reply.Held is { } held && await _first.WatchAsync(creation.Socket, made, held).ConfigureAwait(false) is { } end)
        {
            var what = $"the command {creation.Request.Command[0]} {end}";
            return new CreateOutcome.NotCreated(string.Join("; ", [$"{what}{await RestAsync(creation, made).ConfigureAwait(false)}", .. warnings]));
        }

        return reply.IsStarted
            ? new CreateOutcome.Created(made.Generation, made.Session) { Name = made.Name, Warnings = warnings }
            : new CreateOutcome.Joined(made.Generation, made.Session) { Name = made.Name, Warnings = warnings };
    }

    private async Task<string> RestAsync(Creation creation, MadeSession made) =>
        _processes.Find(made.Generation.Pid)?.Identity is { } server && await _starting.HasSessionsAsync(creation.Socket, server).ConfigureAwait(false) == true
            ? $", and the server runs on, pid {server.Pid}"
            : ", and the server with it";

    private static string Seconds(NewServer request) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{request.Timeout.TotalSeconds:0.###} s");

    private static string OneLine(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        (Encoding.UTF8.GetString(first).Trim() is { Length: > 0 } text ? text : Encoding.UTF8.GetString(second).Trim()).ReplaceLineEndings("; ");

    /// <summary>One creation under way.</summary>
    private sealed record Creation
    {
        public Creation(NewServer request, SocketPath socket, string nonce)
        {
            (Request, Socket, Nonce) = (request, socket, nonce);
            var home = TmuxSpawner.HomeDirectory;
            var isThere = request.Directory is null || Directory.Exists(request.Directory);
            Commands = new CreateCommands(request, isThere ? request.Directory ?? home : home, nonce);
            Warnings = isThere ? [] : [$"the directory {request.Directory} does not exist; the session starts in {home}"];
        }

        public NewServer Request { get; }

        public SocketPath Socket { get; }

        public string Nonce { get; }

        public CreateCommands Commands { get; }

        public ImmutableArray<string> Warnings { get; }
    }
}
