namespace RunKit.Api.Live;

/// <summary>How much may be sent on one channel. Whoever sends takes what it needs while there is any, so that it may go below none by one message.</summary>
/// <param name="granted">How much at first.</param>
internal sealed class ChannelCredit(long granted)
{
    /// <summary>The most that a viewer can have granted at once.</summary>
    public const long Most = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = granted;

    /// <summary>Grants more; false when that is more than a viewer can have.</summary>
    public bool TryGrant(long bytes)
    {
        lock (_lock)
        {
            if (_left + bytes > Most)
            {
                return false;
            }

            _left += bytes;
            if (_left > 0)
            {
                _more.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>Takes so much, as soon as there is any.</summary>
    public async ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_left > 0)
                {
                    _left -= bytes;
                    return;
                }

                if (_more.Task.IsCompleted)
                {
                    _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
