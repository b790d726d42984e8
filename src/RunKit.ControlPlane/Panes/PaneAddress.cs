namespace RunKit.ControlPlane.Panes;

/// <summary>One pane of one server.</summary>
public sealed record PaneAddress(ServerName Server, PaneId Pane)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Pane} of {Server}";
}
