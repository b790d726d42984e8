namespace RunKit.Tmux.Panes;

/// <summary>Which rows of a pane are to be looked at.</summary>
/// <param name="Above">The first row above the mark, and one behind the last; null for none. 0 is the screen's first row, -1 the youngest of the history.</param>
/// <param name="Below">The first row below the mark, up to the last of the screen; null for none.</param>
public readonly record struct WaitRows((long From, long Until)? Above, long? Below);

/// <summary>A pane at one moment, as a waiter sees it.</summary>
/// <param name="Facts">The pane; null when it is gone.</param>
/// <param name="Above">The rows above the mark.</param>
/// <param name="Below">The rows below the mark.</param>
/// <param name="HasRows">The rows were looked at.</param>
/// <param name="Terminal">Its terminal; null when that was not looked at, or cannot be.</param>
public sealed record WaitLook(PaneFacts? Facts, ImmutableArray<string> Above, ImmutableArray<string> Below, bool HasRows, PaneTerminal? Terminal)
{
    /// <summary>The pane is gone.</summary>
    public static WaitLook Gone { get; } = new(null, [], [], HasRows: false, null);
}

/// <summary>What a waiter has seen.</summary>
public enum WaitVerdict
{
    /// <summary>Nothing holds yet.</summary>
    NotYet = 0,

    /// <summary>The rows have moved meanwhile: it wants to look again at once.</summary>
    Again = 1,

    /// <summary>A condition holds.</summary>
    Held = 2,

    /// <summary>Nothing can hold any more: the pane, or its program, is gone.</summary>
    Gone = 3,

    /// <summary>The expression takes too long on this screen.</summary>
    TooSlow = 4,
}
