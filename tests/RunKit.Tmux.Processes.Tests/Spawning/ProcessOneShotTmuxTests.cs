using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Tests.Spawning;

public class ProcessOneShotTmuxTests : OneShotTmuxContract
{
    private protected override IOneShotTmux Create(TmuxSpawner spawner, TmuxBinary tmux) =>
        new ProcessOneShotTmux(spawner, tmux, TimeProvider.System);
}
