using Akka.Event;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>What a <see cref="WaitsActor"/> is told and asked.</summary>
public static class WaitsProtocol
{
    /// <summary>Wait at a pane. Answered with <see cref="WaitEnded"/>.</summary>
    /// <param name="Waiter">A number that tells waiters apart.</param>
    public sealed record Wait(string Node, long Waiter, PaneAddress Pane, WaitRequest Request);

    public sealed record WaitEnded(string Node, WaitOutcome Outcome) : IDeadLetterSuppression;

    /// <summary>Nobody waits for that answer any more.</summary>
    public sealed record Forget(string Node, long Waiter);

    /// <summary>It is time to look at the panes of a server.</summary>
    internal sealed record LookDue(ServerName Server) : INoSerializationVerificationNeeded;

    /// <summary>The panes of a server were looked at.</summary>
    internal sealed record Looked(ServerName Server, ImmutableArray<long> Waiters, ImmutableArray<WaitLook>? Looks, string Problem)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Looking threw where it should have answered.</summary>
    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
