using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>Looks whether the command of a new session ends at once, and how.</summary>
internal sealed class FirstCommand(ITmuxClient client, IProcessTable processes, StartingServer servers, TimeProvider time)
{
    private const int ChildEnded = 17;
    private const int Looks = 8;
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Watches its process for a moment, then gives its pane the usual end back, which it has been without since it was made. A command
    /// that lives notices nothing.
    /// </summary>
    /// <returns>How it ended; null when it lives.</returns>
    public async Task<PaneEnd?> WatchAsync(SocketPath socket, MadeSession made, PaneId held)
    {
        var address = new TmuxServerAddress(socket, processes.Find(made.Generation.Pid)?.Identity);
        var hasEnded = processes.Find(made.PanePid)?.Identity is not { } process || await servers.EndsAsync(process, AtOnce).ConfigureAwait(false);

        // A pane is dead when its terminal is closed, and has a status when tmux has seen its child end, which up to 3.5a it can miss.
        for (var look = 0; hasEnded && look < Looks && await AskAsync(address, CreateCommands.Look(held)).ConfigureAwait(false) is { } answer && PaneEnd.Read(answer.Span) is not { IsTold: true }; look++)
        {
            _ = Libc.Signal(made.Generation.Pid, ChildEnded);
            await Task.Delay(BetweenLooks, time, CancellationToken.None).ConfigureAwait(false);
        }

        var last = await AskAsync(address, CreateCommands.LetEnd(held)).ConfigureAwait(false);
        return PaneEnd.Read((last ?? default).Span) ?? (hasEnded ? new PaneEnd(null, null) : null);
    }

    private async Task<ReadOnlyMemory<byte>?> AskAsync(TmuxServerAddress address, TmuxCommandLine line) =>
        address.Expected is not null
        && await client.RunAsync(address, line, new TmuxRunOptions { Deadline = AnswerLimit }, CancellationToken.None).ConfigureAwait(false) is TmuxResult.Exited { Status: 0 } result
            ? result.Output
            : null;
}
