namespace RunKit.Actors.Servers;

/// <summary>One dial in flight, and what has happened meanwhile. Its result comes home with <see cref="Id"/>. Used by its server's actor alone.</summary>
internal sealed class DialAttempt : IDisposable
{
    private static long _attempts;
    private readonly CancellationTokenSource _cancelled = new();

    /// <summary>An id that no other dial has, in this process.</summary>
    public long Id { get; } = Interlocked.Increment(ref _attempts);

    /// <summary>Somebody asked for another dial.</summary>
    public bool IsAskedAgain { get; set; }

    /// <summary>The socket was made anew.</summary>
    public bool SocketIsNew { get; set; }

    public Task<DialOutcome> RunAsync(IServerDialer dialer, DialRequest request) => dialer.DialAsync(request, _cancelled.Token);

    /// <summary>Ends it, with any connection that it has opened and nobody has claimed.</summary>
    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}
