namespace RunKit.Tmux.Processes.Spawning;

/// <summary>The one-shot implementation that this build carries.</summary>
public static class OneShotTmux
{
    public static IOneShotTmux Create(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) =>
        new ProcessOneShotTmux(spawner, tmux, time);
}
