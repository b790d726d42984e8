using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>When a run is to be given up: at its deadline, or when the caller says so.</summary>
internal sealed class RunLimit : IDisposable
{
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _either;
    private readonly CancellationToken _caller;
    private readonly TimeSpan? _length;

    private RunLimit(TimeSpan? length, TimeProvider time, CancellationToken caller)
    {
        (_length, _caller) = (length, caller);
        if (length is { } due)
        {
            _deadline = new CancellationTokenSource(due, time);
            _either = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller) : null;
        }
    }

    public CancellationToken Token => _either?.Token ?? _deadline?.Token ?? _caller;

    /// <summary>What to say of a run that was given up.</summary>
    public TmuxResult Result => _caller.IsCancellationRequested
        ? new TmuxResult.Unknown(UnknownReason.Cancelled, "cancelled before the server answered")
        : new TmuxResult.Unknown(UnknownReason.Deadline, $"the server did not answer within {_length?.TotalSeconds:0.###} s");

    public static RunLimit Of(TimeSpan? deadline, TimeProvider time, CancellationToken caller) => new(deadline, time, caller);

    public void Dispose()
    {
        _either?.Dispose();
        _deadline?.Dispose();
    }
}
