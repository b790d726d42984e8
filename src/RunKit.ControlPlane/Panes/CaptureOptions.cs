namespace RunKit.ControlPlane.Panes;

/// <summary>What of a pane is to be captured.</summary>
/// <param name="History">How many rows of its history, the youngest ones; null for all of it.</param>
public sealed record CaptureOptions(int? History = 0)
{
    /// <summary>The screen alone.</summary>
    public static CaptureOptions Default { get; } = new();

    /// <summary>All that there is.</summary>
    public static CaptureOptions Everything { get; } = new((int?)null);
}
