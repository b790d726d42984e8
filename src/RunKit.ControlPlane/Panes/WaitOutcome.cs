using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Panes;

/// <summary>What waiting at a pane came to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(TimedOut), "timed-out")]
[JsonDerivedType(typeof(Gone), "gone")]
[JsonDerivedType(typeof(NotKnown), "not-known")]
[JsonDerivedType(typeof(UnknownPane), "unknown-pane")]
public abstract record WaitOutcome
{
    private WaitOutcome()
    {
    }

    /// <summary>This holds.</summary>
    /// <param name="Condition"><c>text</c>, <c>quiet</c>, <c>prompt</c>, <c>exit</c>, <c>command</c> or <c>agent</c>.</param>
    public sealed record Held(string Condition) : WaitOutcome;

    /// <summary>Nothing held in time.</summary>
    public sealed record TimedOut : WaitOutcome;

    /// <summary>The pane, or its program, has ended, and nothing can hold any more.</summary>
    public sealed record Gone : WaitOutcome;

    /// <summary>It cannot be told whether anything holds.</summary>
    public sealed record NotKnown(string Reason) : WaitOutcome;

    /// <summary>There is no such pane.</summary>
    public sealed record UnknownPane : WaitOutcome;
}
