namespace RunKit.Tmux.Identity;

/// <summary>A process, told apart from a later one with the same pid.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot (field 22 of <c>/proc/PID/stat</c>).</param>
public sealed record ProcessIdentity(int Pid, long StartTicks);
