using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Sends commands and hands each caller its own reply. Safe for many callers and one reader.</summary>
internal sealed class ReplyRouter(CommandWriter writer, string nonce)
{
    /// <summary>How many commands may wait for tmux at once; more are refused rather than queued without end.</summary>
    public const int MaxInFlight = 256;

    private readonly Lock _gate = new();
    private readonly ReplyQueue<TaskCompletionSource<Reply>> _queue = new(nonce);
    private string? _ended;

    public Task<Reply> SendAsync(TmuxCommand command, CancellationToken cancellationToken)
    {
        var caller = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null)
            {
                return Task.FromResult(new Reply(new CommandOutcome.NotSent(_ended), []));
            }

            if (_queue.Count >= MaxInFlight)
            {
                return Task.FromResult(new Reply(new CommandOutcome.NotSent($"{MaxInFlight} commands wait for tmux already"), []));
            }

            writer.TryWrite(_queue.Enqueue(caller, command));
        }

        return cancellationToken.CanBeCanceled ? WithDeadlineAsync(caller, cancellationToken) : caller.Task;
    }

    /// <summary>Takes a block that answers one of our lines; false when nobody waits for it.</summary>
    public bool TryTake(ControlBlock block)
    {
        ReplyMatch<TaskCompletionSource<Reply>> match;
        lock (_gate)
        {
            match = _queue.Take(block);
        }

        if (match is ReplyMatch<TaskCompletionSource<Reply>>.Answered answered)
        {
            answered.Caller.TrySetResult(new Reply(CommandOutcome.From(answered.Blocks), answered.Blocks));
        }

        return match is not ReplyMatch<TaskCompletionSource<Reply>>.Unexpected;
    }

    /// <summary>
    /// Detaches the client once it has answered what came before: by <paramref name="farewell"/>, else by an empty line. Never by both: tmux
    /// heeds an empty line at once, whatever is still to be done.
    /// </summary>
    public void SayGoodbye(TmuxCommand? farewell)
    {
        lock (_gate)
        {
            _ended ??= "the connection is closing";
            writer.TryWrite(farewell is null ? "\n" : _queue.Enqueue(new TaskCompletionSource<Reply>(), farewell));
            writer.Complete();
        }
    }

    /// <summary>No answer will come any more: everybody who waits is told that nobody knows.</summary>
    public void End(string reason)
    {
        ImmutableArray<TaskCompletionSource<Reply>> waiting;
        lock (_gate)
        {
            _ended ??= reason;
            writer.Complete();
            waiting = _queue.Drain();
        }

        foreach (var caller in waiting)
        {
            caller.TrySetResult(new Reply(new CommandOutcome.Unknown(reason), []));
        }
    }

    private static async Task<Reply> WithDeadlineAsync(TaskCompletionSource<Reply> caller, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken
            .Register(() => caller.TrySetResult(new Reply(new CommandOutcome.Unknown("no answer in time; it may still run"), [])))
            .ConfigureAwait(false);
        return await caller.Task.ConfigureAwait(false);
    }
}

/// <summary>An outcome with the blocks it came from.</summary>
internal sealed record Reply(CommandOutcome Outcome, ImmutableArray<ControlBlock> Blocks);
