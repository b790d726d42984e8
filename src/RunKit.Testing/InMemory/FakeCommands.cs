using System.Collections.Immutable;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.InMemory;

/// <summary>The commands that run in windows of their own on a fake machine, whose panes' processes hold them. Only under the machine's lock.</summary>
internal sealed class FakeCommands(FakeTmux machine)
{
    private const int NotFound = 127;
    private readonly Dictionary<string, Action<FakeCommand>> _programs = new(StringComparer.Ordinal);
    private readonly List<FakeCommand> _commands = [];
    private readonly Queue<FakeCommand> _new = new();

    public void On(string program, Action<FakeCommand> start) => _programs[program] = start;

    public FakeCommand? HeldBy(ProcessIdentity holder) => _commands.Find(command => command.Holder == holder);

    public FakeCommand? Find(ProcessIdentity process) => _commands.Find(command => command.Process == process);

    /// <summary>Starts a command in a pane that has just been made. It does nothing before its window is all there.</summary>
    public void Begin(FakeTmuxPane pane, ImmutableArray<string> words, string? directory, ImmutableArray<string> environment)
    {
        var (holder, process) = (machine.Processes.Start(), machine.Processes.Start());
        var command = new FakeCommand(pane, words, directory, environment, holder, process);
        pane.Run(words[0], holder.Pid);
        _commands.Add(command);
        _new.Enqueue(command);
    }

    /// <summary>Those that were started do what they do; those whose pane has gone go with it.</summary>
    public void Settle()
    {
        while (_new.TryDequeue(out var command))
        {
            if (_programs.TryGetValue(command.Words[0], out var start))
            {
                start(command);
            }
            else
            {
                machine.Note($"the fake tmux does not model a run of {command.Words[0]}; say what it does with OnRun");
                command.Print($"sh: 1: exec: {command.Words[0]}: not found\n");
                command.Exit(NotFound);
            }
        }

        foreach (var command in _commands.Where(command => !command.Pane.IsThere).ToArray())
        {
            _commands.Remove(command);
            machine.Processes.End(command.Holder);
            machine.Processes.End(command.Process);
        }
    }
}
