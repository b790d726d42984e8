using System.Text.Json.Serialization;

namespace RunKit.ControlPlane.Panes;

/// <summary>What capturing a pane came to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Captured), "captured")]
[JsonDerivedType(typeof(NotCaptured), "not-captured")]
[JsonDerivedType(typeof(UnknownPane), "unknown-pane")]
public abstract record CaptureOutcome
{
    /// <summary>This is what the pane showed, at one moment.</summary>
    public sealed record Captured(PaneCapture Capture) : CaptureOutcome;

    /// <summary>It is not known what the pane shows.</summary>
    public sealed record NotCaptured(string Reason) : CaptureOutcome;

    /// <summary>There is no such pane.</summary>
    public sealed record UnknownPane : CaptureOutcome;
}
