using RunKit.ControlPlane.Streams;

namespace RunKit.Actors.Streams;

/// <summary>One viewer of a feed, as the feed knows it.</summary>
/// <param name="history">How many rows of history it wants.</param>
internal sealed class FeedViewer(int history)
{
    /// <summary>How many rows of history it wants.</summary>
    public int History => history;

    /// <summary>The snapshot that it gets next; null for none.</summary>
    public PaneStreamEvent.Snapshot? Next { get; set; }

    /// <summary>Where it goes on in the feed's log; null while it has no place there.</summary>
    public long? Position { get; set; }

    /// <summary>It was too slow, and is shown the pane again and again until it can go on with what is printed.</summary>
    public bool IsSlow { get; set; }

    /// <summary>When it was shown the pane last, and how much had been printed then.</summary>
    public (long At, long Printed)? Shown { get; set; }

    /// <summary>It has had its first snapshot, or has it before it.</summary>
    public bool HasBegun { get; set; }

    /// <summary>It was told that nothing more comes.</summary>
    public bool IsOver { get; set; }
}
