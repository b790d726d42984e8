using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>The terminals of a fake machine's panes: what their programs make of them.</summary>
internal sealed class InMemoryTerminals(FakeTmux tmux) : IPaneTerminals
{
    public PaneTerminal? Read(string tty, int panePid) => tmux.Locked(() =>
        tmux.FindPane(tty) is { IsDead: false } pane
            ? new PaneTerminal(
                pane.Program.ReadsLines,
                pane.Program.Echoes,
                pane.Program.Unread,
                new ForegroundProgram(pane.Pid, pane.Name, Waits: true, Stopped: false, HasCompany: false))
            : null);
}
