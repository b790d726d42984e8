namespace RunKit.Tmux.Linux.Launching;

/// <summary>Sees every tmux process that a host's plane starts, before it starts.</summary>
/// <param name="OnSpawn">Called on the thread that starts it; it must be quick.</param>
public sealed record SpawnObserver(Action<TmuxArguments> OnSpawn);
