using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>What a look at a pane came to.</summary>
public abstract record PaneLook
{
    /// <summary>This is the pane, and what was asked for.</summary>
    public sealed record Seen(PaneReply Reply) : PaneLook;

    /// <summary>There is no such pane.</summary>
    public sealed record Gone : PaneLook;

    /// <summary>Nothing is known.</summary>
    public sealed record Failed(string Reason) : PaneLook;
}
