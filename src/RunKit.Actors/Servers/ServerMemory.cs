namespace RunKit.Actors.Servers;

/// <summary>
/// What one server's actor knows beyond a restart of itself. The watcher of sockets keeps it for as long as there is anything to know of
/// that name, hands it to the actor with its Props, and never looks into it.
/// </summary>
internal sealed class ServerMemory
{
    /// <summary>The generation that is known to run; null when none is, or when its end has been published.</summary>
    public ServerGeneration? Generation { get; set; }

    /// <summary>The process last seen to own the socket.</summary>
    public ProcessIdentity? Process { get; set; }

    /// <summary>That generation's tmux, once connected.</summary>
    public string? Version { get; set; }

    public GuardState Guard { get; set; }

    /// <summary>What that generation's last listing said.</summary>
    public ServerState State { get; set; } = ServerState.Empty;

    /// <summary>When that listing was read; null when none was.</summary>
    public DateTimeOffset? AsOf { get; set; }

    public long Revision { get; set; }

    /// <summary>The process that RunKit has told to die.</summary>
    public ProcessIdentity? KillRequested { get; set; }

    /// <summary>Whose wish that is; null when the caller has no name.</summary>
    public string? KillRequestedBy { get; set; }

    /// <summary>How the last generation ended; null while one is known to run, and when none was.</summary>
    public ServerEnd? Ended { get; set; }

    /// <summary>RunKit killed the last generation.</summary>
    public bool WasKilled => Ended is { Cause: LossCause.Killed };

    /// <summary>What was asked for while there was no connection to do it over.</summary>
    public GuardWish Wish { get; set; }

    /// <summary>A release is under way.</summary>
    public bool Releasing { get; set; }

    /// <summary>Events are read now.</summary>
    public bool EventsAreRead { get; set; }

    /// <summary>The plane has been told that this socket exists.</summary>
    public bool Announced { get; set; }

    /// <summary>The plane has been told that the server does not answer, and not yet that it does again.</summary>
    public bool Unreachable { get; set; }

    /// <summary>What the server has not answered, in one line, while it is connected and does not answer; null while it does.</summary>
    public string? Unanswered { get; set; }

    /// <summary>The plane has been told that the server's socket is gone.</summary>
    public bool SocketLost { get; set; }

    /// <summary>That generation is over: nothing that was known of it may be said of the next.</summary>
    public void Forget()
    {
        Generation = null;
        Process = null;
        Version = null;
        Guard = GuardState.None;
        State = ServerState.Empty;
        AsOf = null;
        Revision = 0;
        Wish = Wish == GuardWish.Release ? GuardWish.None : Wish;
        Unreachable = false;
        Unanswered = null;
        SocketLost = false;
    }
}
