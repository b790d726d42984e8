using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>The processes of runs on a fake machine.</summary>
internal sealed class InMemoryRunProcesses(FakeTmux tmux) : IRunProcesses
{
    public ProcessIdentity Self { get; } = new(Environment.ProcessId, 0);

    public ProcessIdentity? FindChild(ProcessIdentity parent) => tmux.Locked(() => tmux.Commands.HeldBy(parent)?.Process);

    // The holder keeps it.
    public int? WaitStatus(ProcessIdentity process) => tmux.Locked(() =>
        tmux.Commands.Find(process) is { } command && tmux.Processes.Has(command.Holder) ? command.WaitStatus : null);

    public void EndGroup(ProcessIdentity holder, bool force) =>
        tmux.Locked(() => tmux.Commands.HeldBy(holder)?.Cancel(force));

    public bool? HasOpen(ProcessIdentity process, string path) => null;

    public bool TryWrite(string terminal, ReadOnlySpan<byte> bytes)
    {
        var written = bytes.ToArray();
        return tmux.Locked(() =>
        {
            if (tmux.FindPane(terminal) is not { } pane)
            {
                return false;
            }

            // What is written so are commands for the terminal that it shows nothing of.
            (pane.Pipe is { TakesScreen: false } file ? file : null)?.Write(written);
            return true;
        });
    }
}
