namespace RunKit.Actors.Dialing;

/// <summary>
/// Bounds the commands that are under way at one server. Those that wait take turns by caller, so that one who asks for a thousand things
/// holds nobody else up. Safe for any thread.
/// </summary>
internal sealed class CommandLanes
{
    private const int UnderWay = 8;
    private const int WaitingPerCaller = 1024;

    private readonly Lock _gate = new();
    private readonly CommandGate<TaskCompletionSource> _turns = new(UnderWay, WaitingPerCaller);

    /// <summary>Runs <paramref name="command"/> when its turn has come; null when too many wait already, or when it was cancelled before.</summary>
    public async Task<T?> RunAsync<T>(string caller, Func<Task<T>> command, CancellationToken cancellationToken)
        where T : class
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_turns.TryEnter(caller, turn))
            {
                return null;
            }
        }

        Next();
        await using var given = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        try
        {
            await turn.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            return await command().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _turns.Leave();
            }

            Next();
        }
    }

    // A turn that was given up while it waited is passed on.
    private void Next()
    {
        while (true)
        {
            TaskCompletionSource? turn;
            lock (_gate)
            {
                if (!_turns.TryNext(out turn))
                {
                    return;
                }
            }

            if (turn.TrySetResult())
            {
                continue;
            }

            lock (_gate)
            {
                _turns.Leave();
            }
        }
    }
}
