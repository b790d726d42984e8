namespace RunKit.Actors.Panes;

/// <summary>What an operation on a pane works with.</summary>
/// <param name="Commands">Runs command lines on the pane's server.</param>
/// <param name="Terminals">Looks at its terminal.</param>
/// <param name="Time">The clock.</param>
public sealed record PanePorts(IPaneCommands Commands, IPaneTerminals Terminals, TimeProvider Time);
