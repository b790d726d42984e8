namespace RunKit.Tmux.Commands;

/// <summary>Where an option is set.</summary>
public abstract record OptionScope
{
    /// <summary>The server's own.</summary>
    public sealed record Server : OptionScope;

    /// <summary>A session's.</summary>
    public sealed record Session(SessionId Id) : OptionScope;

    /// <summary>A window's.</summary>
    public sealed record Window(WindowId Id) : OptionScope;

    /// <summary>A pane's.</summary>
    public sealed record Pane(PaneId Id) : OptionScope;
}
