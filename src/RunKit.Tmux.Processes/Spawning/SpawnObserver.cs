namespace RunKit.Tmux.Processes.Spawning;

/// <summary>Sees every client that a host's plane starts, before it starts, be it a tmux process or one without a process.</summary>
/// <param name="OnSpawn">Called on the thread that starts it; it must be quick.</param>
public sealed record SpawnObserver(Action<TmuxArguments> OnSpawn);
