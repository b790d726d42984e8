namespace RunKit.ControlPlane.Panes;

/// <summary>A row of <c>runkit top</c>: what the processes of a pane use of the machine.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Pane">The pane.</param>
/// <param name="Target">Where it is: <c>session:window.pane</c>.</param>
/// <param name="Command">The program in the foreground.</param>
/// <param name="Pid">The process that tmux started in it.</param>
/// <param name="Processes">How many processes are in its tree.</param>
/// <param name="CpuPercent">Their part of one core.</param>
/// <param name="MemoryBytes">Their resident memory; what they share counts for each.</param>
public sealed record PaneUse(string Server, PaneId Pane, string Target, string Command, int Pid, int Processes, double CpuPercent, long MemoryBytes);
