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

    /// <summary>That life's tmux, once connected.</summary>
    public string? Version { get; set; }

    public GuardState Guard { get; set; }

    /// <summary>What that life's last listing said.</summary>
    public ServerState State { get; set; } = ServerState.Empty;

    /// <summary>When that listing was read; null when none was.</summary>
    public DateTimeOffset? AsOf { get; set; }

    public long Revision { get; set; }

    /// <summary>The dials that may have started a process.</summary>
    public DialBudget Budget { get; set; } = DialBudget.Fresh;

    /// <summary>The process that RunKit has told to die.</summary>
    public ProcessIdentity? KillRequested { get; set; }

    /// <summary>Its release was asked for while there was no connection to do it over.</summary>
    public bool ReleaseWanted { get; set; }

    /// <summary>The next dial takes back an earlier release.</summary>
    public bool ReguardWanted { get; set; }

    /// <summary>Somebody reads events now.</summary>
    public bool EventsAreRead { get; set; }

    /// <summary>The plane has been told that this socket exists.</summary>
    public bool Announced { get; set; }

    /// <summary>The plane has been told that the server does not answer, and not yet that it does again.</summary>
    public bool Unreachable { get; set; }

    /// <summary>The plane has been told that the server's socket is gone.</summary>
    public bool SocketLost { get; set; }

    /// <summary>An id no other attempt of any server's actor has, in this process.</summary>
    public static long NextAttempt() => Interlocked.Increment(ref _attempts);

    /// <summary>That life is over: nothing that was known of it may be said of the next.</summary>
    public void Forget()
    {
        Generation = null;
        Process = null;
        Version = null;
        Guard = GuardState.None;
        State = ServerState.Empty;
        AsOf = null;
        Revision = 0;
        ReleaseWanted = false;
        Unreachable = false;
        SocketLost = false;
    }
}
