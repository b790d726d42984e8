using System.Text;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cli.Local;

/// <summary>Lists one server by a plain client, in a bounded time, and leaves no trace there.</summary>
internal sealed class ServerListing(ITmuxClient client, IProcessTable processes)
{
    private const int HookIndex = 7117;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<ServerRead> ReadAsync(SocketPath socket, CancellationToken cancellationToken) => SocketProbe.Probe(socket) switch
    {
        // A stopped server would keep the question for later.
        ProbeVerdict.Alive alive when processes.Find(alive.Pid) is { Stopped: true } => new ServerRead.NotRead(ServerReason.Unresponsive, ProcessStatus.StoppedWords(alive.Pid)),
        ProbeVerdict.Alive alive => await AskAsync(socket, alive.Pid, cancellationToken),
        ProbeVerdict.Refused => Dead(),
        ProbeVerdict.Absent => new ServerRead.Gone(),
        ProbeVerdict.BacklogFull => Full(),
        ProbeVerdict.NotOurs notOurs => new ServerRead.NotRead(ServerReason.DialFailed, notOurs.Reason),
        ProbeVerdict.Unclear unclear => new ServerRead.NotRead(ServerReason.DialFailed, unclear.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<ServerRead> AskAsync(SocketPath socket, int pid, CancellationToken cancellationToken)
    {
        var commands = new ListingCommands(AnchorNames.Default, new HintHooks(HookIndex), Guid.NewGuid().ToString("N"));
        var line = TmuxCommandLine.Join(commands.Commands(wait: false).Select(command =>
            TmuxCommandLine.Of(command.Name, command.Words.Skip(1).Select(TmuxArgument.Plain))));
        var result = await client.RunAsync(new TmuxServerAddress(socket, null), line, new TmuxRunOptions { Deadline = Limit }, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result switch
        {
            TmuxResult.Exited { Cut: false, Status: 0 } exited => Read(commands, exited.Output),
            TmuxResult.Exited exited => Failed(exited),
            TmuxResult.NotSent { Reason: NotSentReason.ServerDead } => Dead(),
            TmuxResult.NotSent { Reason: NotSentReason.Absent } => new ServerRead.Gone(),
            TmuxResult.NotSent { Reason: NotSentReason.BacklogFull } => Full(),
            TmuxResult.NotSent notSent => new ServerRead.NotRead(ServerReason.DialFailed, notSent.Detail),
            TmuxResult.Unknown { Reason: UnknownReason.Deadline } =>
                new ServerRead.NotRead(ServerReason.Unresponsive, $"its process {pid} did not answer within {Limit.TotalSeconds:0} s"),
            TmuxResult.Unknown unknown => new ServerRead.NotRead(ServerReason.DialFailed, unknown.Detail),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ServerRead Read(ListingCommands commands, ReadOnlyMemory<byte> output) =>
        new ListingReplyReader(commands).TryRead(output, out var reply, out var problem)
            ? new ServerRead.Read(reply!)
            : new ServerRead.NotRead(ServerReason.DialFailed, problem);

    private static ServerRead.NotRead Failed(TmuxResult.Exited exited)
    {
        var words = exited.Cut ? "its listing is longer than is kept" : Encoding.UTF8.GetString(exited.Error.Span).Trim();
        return new ServerRead.NotRead(ServerReason.DialFailed, words.Length > 0 ? words : $"tmux ended with status {exited.Status} and said nothing");
    }

    private static ServerRead.NotRead Dead() => new(ServerReason.ServerDead, "its server is dead; only the socket is left");

    private static ServerRead.NotRead Full() => new(ServerReason.Unresponsive, "its server does not accept connections");
}

/// <summary>What listing one server came to.</summary>
internal abstract record ServerRead
{
    /// <summary>It answered.</summary>
    public sealed record Read(ListingReply Reply) : ServerRead;

    /// <summary>It did not, and why.</summary>
    public sealed record NotRead(ServerReason Reason, string Detail) : ServerRead;

    /// <summary>Its socket has just gone.</summary>
    public sealed record Gone : ServerRead;
}
