namespace RunKit.Actors.Creation;

/// <summary>What a <see cref="ServerCreator"/> is asked.</summary>
public static class CreationProtocol
{
    /// <summary>Start a server. Answered with <see cref="ServerCreated"/>.</summary>
    /// <param name="AuditedFor">Who asks, where the caller writes the audit line itself; null leaves that line to the actor.</param>
    public sealed record CreateServer(string Node, NewServer Request, string? AuditedFor = null);

    /// <summary>How that ended.</summary>
    public sealed record ServerCreated(string Node, ServerName Server, CreateOutcome Outcome);
}
