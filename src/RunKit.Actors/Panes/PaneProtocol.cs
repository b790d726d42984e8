using Akka.Event;

namespace RunKit.Actors.Panes;

/// <summary>What the actor of a pane is told. It is found by way of its server's.</summary>
public static class PaneProtocol
{
    /// <summary>Capture it. Answered with a <see cref="Captured"/>.</summary>
    public sealed record Capture(string Node, PaneAddress Pane, CaptureOptions Options) : IPaneRequest
    {
        object IPaneRequest.NotDone(string reason) => new Captured(Node, new CaptureOutcome.NotCaptured(reason));

        object IPaneRequest.Abandoned(string reason) => ((IPaneRequest)this).NotDone(reason);
    }

    public sealed record Captured(string Node, CaptureOutcome Outcome);

    /// <summary>Type a text. Answered with a <see cref="Sent"/>.</summary>
    public sealed record Send(string Node, PaneAddress Pane, SendRequest Request) : IPaneRequest
    {
        object IPaneRequest.NotDone(string reason) => new Sent(Node, new SendOutcome.Refused(reason));

        object IPaneRequest.Abandoned(string reason) => new Sent(Node, new SendOutcome.Unknown(reason));
    }

    /// <summary>Press keys. Answered with a <see cref="Sent"/>.</summary>
    public sealed record Keys(string Node, PaneAddress Pane, KeysRequest Request) : IPaneRequest
    {
        object IPaneRequest.NotDone(string reason) => new Sent(Node, new SendOutcome.Refused(reason));

        object IPaneRequest.Abandoned(string reason) => new Sent(Node, new SendOutcome.Unknown(reason));
    }

    public sealed record Sent(string Node, SendOutcome Outcome);

    /// <summary>Nothing is under way at this pane any more.</summary>
    /// <param name="Requests">How many requests its actor has had.</param>
    internal sealed record Idle(PaneId Pane, int Requests) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What was under way for a caller has ended.</summary>
    internal sealed record Ended(long Operation, object Answer) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What was under way threw where it should have answered.</summary>
    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}

/// <summary>Something that is to be done to one pane.</summary>
public interface IPaneRequest
{
    /// <summary>Which pane.</summary>
    PaneAddress Pane { get; }

    /// <summary>The answer when it is certainly not done.</summary>
    object NotDone(string reason);

    /// <summary>The answer when it was begun, and nobody sees it to its end.</summary>
    object Abandoned(string reason);
}
