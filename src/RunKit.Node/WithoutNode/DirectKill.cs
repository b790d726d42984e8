using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Node.WithoutNode;

/// <summary>Asks a server to end and stays with its process: tmux answers before it has ended.</summary>
internal sealed class DirectKill(IOneShotTmux oneShot, TmuxBinary tmux, IProcessTable processes)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <param name="pid">The server's process, as its socket names it.</param>
    public async Task<KillOutcome> RunAsync(SocketPath socket, int pid, KillOptions options, CancellationToken cancellationToken)
    {
        if (!options.Force && processes.IsOurAncestor(pid))
        {
            return new KillOutcome.Refused("this very command runs in that server; --force ends both");
        }

        if (processes.Find(pid)?.Identity is not { } victim)
        {
            return new KillOutcome.Killed(null, $"its process {pid} ended just now");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var order = oneShot.RunAsync(TmuxArguments.Join(socket, ServerSummary.Identity, new TmuxCommand("kill-server")), tmux.For(pid), Limit, cancellationToken);
        try
        {
            while (processes.Lives(victim))
            {
                await Task.Delay(LookEvery, limit.Token);
                if (order is { IsCompletedSuccessfully: true } && await order is OneShotResult.NotStarted failed)
                {
                    return new KillOutcome.Refused($"tmux cannot be started: {failed.Reason}");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new KillOutcome.StillAlive(
                $"it has not died within {Limit.TotalSeconds:0} s{await SaidAsync(order)}; what it holds is lost with: kill -KILL {pid}");
        }

        var told = await order is OneShotResult.Exited exited ? ServerSummary.TryRead(exited.Output) : null;
        return new KillOutcome.Killed(told?.Generation, $"its process {pid} is gone");
    }

    private static async Task<string> SaidAsync(Task<OneShotResult> order) =>
        await order is OneShotResult.Exited { Error.Length: > 0 } exited ? $" ({exited.Error.Trim()})" : "";
}
