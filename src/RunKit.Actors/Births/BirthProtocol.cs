namespace RunKit.Actors.Births;

/// <summary>What the clerk of births is asked.</summary>
public static class BirthProtocol
{
    /// <summary>Start a server. Answered with <see cref="BirthEnded"/>.</summary>
    /// <param name="AuditedFor">Whose wish it is, when whoever asks writes it down; null leaves the audit line to the actor.</param>
    public sealed record Bear(string Node, NewServer Request, string? AuditedFor = null);

    public sealed record BirthEnded(string Node, ServerName Server, BirthOutcome Outcome);

    internal sealed record Delivered(Bear Bear, BirthOutcome Outcome, IActorRef Caller) : INoSerializationVerificationNeeded;
}
