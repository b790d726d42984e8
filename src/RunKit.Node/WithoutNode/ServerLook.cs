using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Node.WithoutNode;

/// <summary>Looks at one socket, and asks the server behind it for what a row shows. One process at most, and a bounded time.</summary>
internal sealed class ServerLook(string node, string socketDirectory, IOneShotTmux oneShot, TmuxBinary tmux, IProcessTable processes)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The row; null when the socket has just gone.</summary>
    public async Task<ServerView?> AtAsync(string fileName, CancellationToken cancellationToken)
    {
        var path = Path.Combine(socketDirectory, fileName);
        var blank = new ServerView(
            node, fileName, path, ServerStatus.BackingOff, null, null, null, null, GuardState.None, 0, 0, 0, 0, TimeProvider.System.GetUtcNow(), 0);
        if (Problem(fileName, path) is { } problem)
        {
            return blank with { Status = ServerStatus.Unmanageable, Reason = ServerReason.BadName, Error = problem };
        }

        var socket = new SocketPath(path);
        return SocketProbe.Probe(socket) is ProbeVerdict.Alive alive
            ? await AskAsync(blank, socket, alive.Pid, cancellationToken)
            : WithoutAnswer(blank, SocketProbe.Probe(socket));
    }

    /// <summary>What a probe said, for people.</summary>
    public static string Words(ProbeVerdict verdict) => verdict switch
    {
        ProbeVerdict.Refused => "its server is dead; only the socket is left",
        ProbeVerdict.Absent => "its socket is gone",
        ProbeVerdict.BacklogFull => "its server does not accept connections",
        ProbeVerdict.NotOurs notOurs => notOurs.Reason,
        ProbeVerdict.Unclear unclear => unclear.Reason,
        _ => "its server ended just now",
    };

    private async Task<ServerView?> AskAsync(ServerView blank, SocketPath socket, int pid, CancellationToken cancellationToken)
    {
        if (processes.Find(pid) is { Stopped: true })
        {
            return blank with { Reason = ServerReason.Unresponsive, Error = $"its process {pid} is stopped; kill -CONT {pid} lets it go on" };
        }

        var question = TmuxArguments.Join(socket, ServerSummary.Identity, ServerSummary.Panes);
        switch (await oneShot.RunAsync(question, tmux.For(pid), Limit, cancellationToken))
        {
            case OneShotResult.TimedOut:
                return blank with { Reason = ServerReason.Unresponsive, Error = $"its process {pid} did not answer within {Limit.TotalSeconds:0} s" };
            case OneShotResult.NotStarted failed:
                return blank with { Reason = ServerReason.DialFailed, Error = $"tmux cannot be started: {failed.Reason}" };
            case OneShotResult.Exited { Status: 0 } exited when ServerSummary.TryRead(exited.Output) is { } summary:
                return summary.Fill(blank);
            case OneShotResult.Exited exited when SocketProbe.Probe(socket) is ProbeVerdict.Alive:
                var words = exited.Error.Length > 0 ? exited.Error.Trim() : $"tmux's answer cannot be read, exit status {exited.Status}";
                return blank with { Reason = ServerReason.DialFailed, Error = words };
            default:
                return WithoutAnswer(blank, SocketProbe.Probe(socket));
        }
    }

    private static ServerView? WithoutAnswer(ServerView blank, ProbeVerdict verdict) => verdict switch
    {
        ProbeVerdict.Refused => blank with { Reason = ServerReason.ServerDead },
        ProbeVerdict.Absent => null,
        ProbeVerdict.BacklogFull => blank with { Reason = ServerReason.Unresponsive, Error = Words(verdict) },
        _ => blank with { Reason = ServerReason.DialFailed, Error = Words(verdict) },
    };

    private static string? Problem(string fileName, string path)
    {
        if (ServerName.Problem(fileName) is { } problem)
        {
            return problem;
        }

        try
        {
            _ = new SocketPath(path);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
