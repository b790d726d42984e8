using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Tests.Spawning;

public class CliWrapOneShotTmuxTests : OneShotTmuxContract
{
    private protected override IOneShotTmux Create(TmuxSpawner spawner, TmuxBinary tmux) =>
        new CliWrapOneShotTmux(spawner, tmux, TimeProvider.System);
}
