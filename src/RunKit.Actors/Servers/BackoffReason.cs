namespace RunKit.Actors.Servers;

/// <summary>Why a server is not connected, in the words of its view, and when it is to be dialled again.</summary>
/// <param name="Reason">What its view says.</param>
/// <param name="Error">One line on what went wrong; null when there is nothing to add.</param>
internal abstract record BackoffReason(ServerReason Reason, string? Error)
{
    // A stopped process is looked up in /proc, which costs nothing; one that runs and does not answer is not burdened further.
    private static readonly TimeSpan StoppedLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilentLook = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the next dial; null when only an order or a new socket is to bring one.</summary>
    /// <param name="round">How many rounds of waiting there have been since the last connection; 1 or more.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public virtual TimeSpan? DialIn(BackoffPolicy policy, int round, double jitter) => policy.Delay(round, jitter);

    /// <summary>Nobody listens on the socket. <paramref name="Killed"/> when that was RunKit's doing.</summary>
    public sealed record Dead(bool Killed) : BackoffReason(Killed ? ServerReason.Killed : ServerReason.ServerDead, null);

    /// <summary>The server lives and its socket file is gone.</summary>
    public sealed record Vanished(string Remedy) : BackoffReason(ServerReason.Vanished, Remedy);

    /// <summary>It is alive and does not answer; <paramref name="Stopped"/> when its process is stopped.</summary>
    public sealed record Unresponsive(bool Stopped, string Detail) : BackoffReason(ServerReason.Unresponsive, Detail)
    {
        public override TimeSpan? DialIn(BackoffPolicy policy, int round, double jitter) => Stopped ? StoppedLook : SilentLook;
    }

    /// <summary>It was released: RunKit stays away, unless it <paramref name="IsToGuardAgain"/>.</summary>
    public sealed record Released(bool IsToGuardAgain) : BackoffReason(ServerReason.Released, null)
    {
        public override TimeSpan? DialIn(BackoffPolicy policy, int round, double jitter) =>
            IsToGuardAgain ? base.DialIn(policy, round, jitter) : null;
    }

    /// <summary>The connection ended and the server lives, as far as is known.</summary>
    public sealed record ConnectionLost(string Detail) : BackoffReason(ServerReason.ConnectionLost, Detail);

    /// <summary>The last dial failed.</summary>
    public sealed record DialFailed(string Detail) : BackoffReason(ServerReason.DialFailed, Detail);

    /// <summary>Its actor failed and begins anew.</summary>
    public sealed record Restarted(string Detail) : BackoffReason(ServerReason.Restarted, Detail);
}
