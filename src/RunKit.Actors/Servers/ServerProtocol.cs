using Akka.Event;

namespace RunKit.Actors.Servers;

/// <summary>What a <see cref="ServerActor"/> is told. What carries a connection, or is its own affair, is internal.</summary>
public static class ServerProtocol
{
    /// <summary>Dial, if there is no connection.</summary>
    public sealed record Dial(string Node, ServerName Server);

    /// <summary>The socket file was made, or made anew.</summary>
    public sealed record SocketCreated(string Node, ServerName Server);

    /// <summary>The socket file is not there any more.</summary>
    public sealed record SocketGone(string Node, ServerName Server);

    /// <summary>End the server, with <paramref name="Force"/> also one that this process runs in. Answered with a <see cref="KillEnded"/>.</summary>
    /// <param name="AuditedFor">Whose wish it is, when the caller writes it down; null leaves the audit line to the actor.</param>
    public sealed record Kill(string Node, ServerName Server, bool Force = false, string? AuditedFor = null);

    public sealed record KillEnded(string Node, ServerName Server, KillOutcome Outcome);

    /// <summary>Run one tmux command, its words unquoted. Answered with an <see cref="Executed"/>.</summary>
    public sealed record Execute(string Node, ServerName Server, ImmutableArray<string> Words, CommandOptions Options);

    public sealed record Executed(string Node, ServerName Server, CommandOutcome Outcome);

    /// <summary>Asks what lives there. Answered with a <see cref="TreeRead"/>.</summary>
    public sealed record GetTree(string Node, ServerName Server);

    public sealed record TreeRead(string Node, ServerName Server, TreeOutcome Outcome);

    /// <summary>Say once when the server is next listed, which a hint brings about at once. Answered with a <see cref="Listed"/>.</summary>
    public sealed record AwaitListing(string Node, ServerName Server);

    /// <summary>The server was listed.</summary>
    public sealed record Listed(string Node, ServerName Server) : IDeadLetterSuppression;

    /// <summary>Whether anybody reads events now: while somebody does, what tmux never signals is looked for more often.</summary>
    public sealed record EventsAreRead(string Node, bool Anybody);

    /// <summary>Take back what guarding put there and stay away. Answered with an <see cref="Executed"/>.</summary>
    /// <param name="Force">Also where the server ends by it.</param>
    /// <param name="AuditedFor">As of a <see cref="Kill"/>.</param>
    public sealed record Release(string Node, ServerName Server, bool Force = false, string? AuditedFor = null);

    /// <summary>Guard again. Answered with an <see cref="Executed"/>.</summary>
    public sealed record Guard(string Node, ServerName Server);

    /// <summary>Say to the plane how things are, though nothing has changed.</summary>
    public sealed record ReportAgain(string Node);

    /// <summary>Close the connection and stop. What the server keeps alive stays.</summary>
    public sealed record Disconnect(string Node);

    /// <summary>What a dial had opened is closed.</summary>
    internal sealed record DialClosed(long Attempt) : INoSerializationVerificationNeeded;

    /// <summary>The result of a dial, with whatever connection it opened.</summary>
    internal sealed record DialEnded(long Attempt, DialOutcome Outcome) : INoSerializationVerificationNeeded;

    /// <summary>A dial threw where it should have answered.</summary>
    internal sealed record DialThrew(long Attempt, Exception Cause) : INoSerializationVerificationNeeded;

    /// <summary>The known process has ended.</summary>
    internal sealed record ProcessEnded(ProcessIdentity Process) : INoSerializationVerificationNeeded;

    /// <summary>Nothing watches the known process any more.</summary>
    internal sealed record ProcessWatchEnded(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A timer of an actor has run down; in a behaviour that does not wait for it, it means nothing.</summary>
    internal abstract record TimerDue : INoSerializationVerificationNeeded;

    internal sealed record DialDue : TimerDue;

    internal sealed record SocketCheckDue(int Round) : TimerDue;
}
