using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Servers;

/// <summary>What is known of one server now: a row of <c>runkit ls</c>.</summary>
/// <param name="Node">The node that sees it.</param>
/// <param name="Name">The socket's file name. Only of an unmanageable one may it be no <see cref="ServerName"/>.</param>
/// <param name="Socket">The socket's absolute path.</param>
/// <param name="Reason">Why the status is what it is; null when there is nothing to say.</param>
/// <param name="Error">One line on the last failure; null when there is none.</param>
/// <param name="Generation">The generation that is known to run; null when none is.</param>
/// <param name="Version">tmux's version, once connected.</param>
/// <param name="Sessions">Visible sessions; windows and panes likewise leave hidden sessions (<c>_rk-*</c>) out.</param>
/// <param name="Attempt">Dials that have failed since the last success.</param>
/// <param name="Since">
/// Since when it is so: connected, or not connected for that reason. A dial in between counts for nothing. Without a node nobody has watched: of a
/// server that answers it is its start, else when its socket was made.
/// </param>
/// <param name="Revision">Counts the changes seen within this generation.</param>
[JsonConverter(typeof(ServerViewJson))]
public sealed record ServerView(
    string Node,
    string Name,
    string Socket,
    ServerStatus Status,
    ServerReason? Reason,
    string? Error,
    ServerGeneration? Generation,
    string? Version,
    GuardState Guard,
    int Sessions,
    int Windows,
    int Panes,
    int Attempt,
    DateTimeOffset Since,
    long Revision)
{
    /// <summary>How many clients are attached to it. RunKit's own are not: they attach to nothing.</summary>
    public int Clients { get; init; }

    /// <summary>The session that a viewer would be attached to; null where none is known.</summary>
    public SessionId? AttachTarget { get; init; }

    /// <summary>How the last generation on that socket ended; null while one runs, and where nobody saw the end.</summary>
    public ServerEnd? Ended { get; init; }

    /// <summary>Since when its node is not reached: this is what that node told last. Null where it is reached.</summary>
    public DateTimeOffset? NodeUnreachableSince { get; init; }
}

/// <summary>How a server ended.</summary>
/// <param name="Cause">Why, as far as anybody can tell.</param>
/// <param name="Evidence">What that is told from.</param>
/// <param name="At">When it was seen.</param>
/// <param name="By">Whose kill it was; null where it was none, or the caller has no name.</param>
public sealed record ServerEnd(LossCause Cause, string Evidence, DateTimeOffset At, string? By);

/// <summary>The state of a server's actor.</summary>
[JsonConverter(typeof(KebabCaseEnum<ServerStatus>))]
public enum ServerStatus
{
    Dialing = 0,
    Connected = 1,
    BackingOff = 2,

    /// <summary>A socket that RunKit will not touch, because of its name.</summary>
    Unmanageable = 3,
}

/// <summary>Why a server is not simply connected.</summary>
[JsonConverter(typeof(KebabCaseEnum<ServerReason>))]
public enum ServerReason
{
    /// <summary>Nobody listens on the socket; only its file is left.</summary>
    ServerDead = 0,

    /// <summary>The last dial failed; see the error.</summary>
    DialFailed = 1,

    /// <summary>It is alive and does not answer.</summary>
    Unresponsive = 2,

    /// <summary>The connection ended and the server lives.</summary>
    ConnectionLost = 3,

    /// <summary>RunKit killed it.</summary>
    Killed = 4,

    /// <summary>The server lives, its socket file is gone.</summary>
    Vanished = 5,

    /// <summary>It was released: RunKit stays away.</summary>
    Released = 6,

    /// <summary>The actor that manages it failed and begins anew.</summary>
    Restarted = 7,

    /// <summary>Its file name is none that RunKit manages.</summary>
    BadName = 8,
}

/// <summary>How a <c>kill</c> ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Killed), "killed")]
[JsonDerivedType(typeof(AlreadyDead), "already-dead")]
[JsonDerivedType(typeof(UnknownServer), "unknown-server")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(StillAlive), "still-alive")]
public abstract record KillOutcome
{
    /// <summary>It is dead: its process is gone.</summary>
    public sealed record Killed(ServerGeneration? Generation, string Evidence) : KillOutcome;

    /// <summary>It was dead before; only its socket file is there.</summary>
    public sealed record AlreadyDead : KillOutcome;

    /// <summary>No socket of that name.</summary>
    public sealed record UnknownServer : KillOutcome;

    /// <summary>Nothing was done.</summary>
    public sealed record Refused(string Reason) : KillOutcome;

    /// <summary>It was asked to die and has not, in time.</summary>
    public sealed record StillAlive(string Reason) : KillOutcome;
}
