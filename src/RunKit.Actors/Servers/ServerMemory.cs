namespace RunKit.Actors.Servers;

/// <summary>
/// What one server's actor knows beyond a restart of itself. It is made with the actor's Props, so its incarnations share it, and
/// nobody else ever holds it.
/// </summary>
internal sealed class ServerMemory
{
    private static long _attempts;

    /// <summary>The life that is known to run; null when none is, or when its end has been told.</summary>
    public ServerGeneration? Generation { get; set; }

    /// <summary>The process last seen to own the socket.</summary>
    public ProcessIdentity? Process { get; set; }

    /// <summary>The dials that may have started a process.</summary>
    public DialBudget Budget { get; set; } = DialBudget.Fresh;

    /// <summary>RunKit was asked to kill this life.</summary>
    public ServerGeneration? KillRequested { get; set; }

    /// <summary>Its release was asked for while there was no connection to do it over.</summary>
    public bool ReleaseWanted { get; set; }

    /// <summary>The plane has been told that this socket exists.</summary>
    public bool Announced { get; set; }

    public long Revision { get; set; }

    /// <summary>An id no other attempt of any server's actor has, in this process.</summary>
    public static long NextAttempt() => Interlocked.Increment(ref _attempts);
}
