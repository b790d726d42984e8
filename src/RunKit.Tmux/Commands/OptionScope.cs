namespace RunKit.Tmux.Commands;

/// <summary>Where an option is set.</summary>
public abstract record OptionScope
{
    public sealed record Server : OptionScope;

    public sealed record Session(SessionId Id) : OptionScope;

    public sealed record Window(WindowId Id) : OptionScope;

    public sealed record Pane(PaneId Id) : OptionScope;
}
