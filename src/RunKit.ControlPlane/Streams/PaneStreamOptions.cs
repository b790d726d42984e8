namespace RunKit.ControlPlane.Streams;

/// <summary>How a pane is opened.</summary>
/// <param name="History">How many rows of its history come with a snapshot, at most <see cref="MostHistory"/>.</param>
public sealed record PaneStreamOptions(int History = 0)
{
    /// <summary>How many rows of history a snapshot holds at most: it is made in one step of the server.</summary>
    public const int MostHistory = 2000;

    /// <summary>The screen alone.</summary>
    public static PaneStreamOptions Default { get; } = new();
}
