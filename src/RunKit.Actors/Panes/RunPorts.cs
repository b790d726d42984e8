namespace RunKit.Actors.Panes;

/// <summary>What a run works with.</summary>
/// <param name="Commands">Runs command lines on the run's server.</param>
/// <param name="Files">Where runs are written down.</param>
/// <param name="Runs">The processes of runs.</param>
/// <param name="Processes">All processes.</param>
/// <param name="Terminals">Looks at the terminals of shells.</param>
/// <param name="Time">The clock.</param>
public sealed record RunPorts(IPaneCommands Commands, IRunFiles Files, IRunProcesses Runs, IProcessTable Processes, IPaneTerminals Terminals, TimeProvider Time);
