namespace RunKit.Tmux.Lifecycle;

/// <summary>Why a server's generation ended, as far as anybody can tell.</summary>
public enum LossCause
{
    /// <summary>Nothing tells.</summary>
    Unknown = 0,

    /// <summary>By RunKit's own kill.</summary>
    Killed = 1,

    /// <summary>In an orderly way: somebody's <c>kill-server</c>, or it was empty. tmux says the same for both.</summary>
    Exited = 2,

    /// <summary>Without a farewell: a signal or a fault.</summary>
    Crashed = 3,

    /// <summary>Its socket and its process are gone, and nobody saw it happen.</summary>
    Vanished = 4,
}

/// <summary>How a connection ended.</summary>
/// <param name="Orderly">The server said that it ends.</param>
/// <param name="ProcessEnded">Its process was seen to end.</param>
/// <param name="WasHeard">A client waited there until then, so that an orderly end would have been heard.</param>
/// <param name="Detail">One line for people.</param>
public sealed record ConnectionEnd(bool Orderly, bool ProcessEnded, bool WasHeard, string Detail);

/// <summary>Decides the cause of a loss from what was seen.</summary>
public static class Loss
{
    /// <param name="killRequested">RunKit itself had asked that generation to die.</param>
    /// <param name="end">How the connection ended; null when there was none.</param>
    /// <param name="verdict">What the probe says now.</param>
    public static ServerLoss From(bool killRequested, ConnectionEnd? end, ProbeVerdict verdict)
    {
        var seen = verdict switch
        {
            ProbeVerdict.Refused => "its socket refuses connections",
            ProbeVerdict.Absent => "its socket and its process are gone",
            ProbeVerdict.Alive alive => $"another server, pid {alive.Pid}, listens on its socket",
            _ => "its process is gone",
        };
        return (killRequested, end) switch
        {
            (true, _) => new ServerLoss(LossCause.Killed, $"killed by request; {seen}"),
            (_, { Orderly: true }) => new ServerLoss(LossCause.Exited, $"it said that it shuts down; {seen}"),
            (_, { ProcessEnded: true, WasHeard: true }) => new ServerLoss(LossCause.Crashed, $"{end.Detail} without a word; {seen}"),
            (_, null) when verdict is ProbeVerdict.Absent => new ServerLoss(LossCause.Vanished, seen),
            (_, null) => new ServerLoss(LossCause.Unknown, $"not connected at the time; {seen}"),
            _ => new ServerLoss(LossCause.Unknown, $"{end.Detail}; {seen}"),
        };
    }
}

/// <summary>A loss and what it is told from.</summary>
public sealed record ServerLoss(LossCause Cause, string Evidence);

/// <summary>Why a live server cannot be used.</summary>
public enum UnreachableReason
{
    /// <summary>It does not answer in time.</summary>
    Unresponsive = 0,

    /// <summary>It, or the file system, does not let this user in.</summary>
    RefusedAccess = 1,

    /// <summary>It says what RunKit does not understand.</summary>
    ProtocolError = 2,
}
