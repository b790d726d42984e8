using System.Buffers;
using System.Text;

namespace RunKit.Testing.InMemory;

/// <summary>
/// One client's command line on its way: what is left of it and what it has printed. Only under the machine's lock. A command that fails
/// ends its own group, which is the line, or what an <c>if-shell</c> brought along.
/// </summary>
internal sealed class CommandRun
{
    private readonly Stack<Queue<ModelCommand>> _groups = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _errors = new();
    private readonly CommandScope _scope;
    private bool _waits;

    /// <param name="server">The server that runs it.</param>
    /// <param name="input">What a command reads that asks for <c>-</c>; null for nothing.</param>
    public CommandRun(FakeTmuxServer server, ReadOnlyMemory<byte>? input = null)
    {
        Input = input;
        _scope = new CommandScope(server, this);
    }

    public ReadOnlyMemory<byte>? Input { get; }

    /// <summary>0, or 1 when a command of it failed.</summary>
    public int Status => _errors.WrittenCount == 0 ? 0 : 1;

    /// <summary>Nothing of it is left to do.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Called when it is over.</summary>
    public Action? OnEnd { get; init; }

    /// <summary>Called with each piece that it prints.</summary>
    public Action<ReadOnlyMemory<byte>>? OnOutput { get; init; }

    public byte[] Output => _output.WrittenSpan.ToArray();

    public byte[] Errors => _errors.WrittenSpan.ToArray();

    /// <summary>Begins with a vector of words.</summary>
    public void Begin(IEnumerable<string> words)
    {
        try
        {
            _groups.Push(new Queue<ModelCommand>(ModelCommands.FromVector(words)));
        }
        catch (TmuxRefusal refusal)
        {
            Refused(refusal.Message);
        }

        Go();
    }

    /// <summary>Begins with a line, as a hook does. What is wrong with it is nobody's business.</summary>
    public void BeginLine(string line)
    {
        try
        {
            _groups.Push(new Queue<ModelCommand>(ModelCommands.FromLine(line)));
        }
        catch (TmuxRefusal refusal)
        {
            Refused(refusal.Message);
        }

        Go();
    }

    /// <summary>The command that runs now waits; <see cref="Resume"/> goes on behind it.</summary>
    public void Wait() => _waits = true;

    public void Resume()
    {
        _waits = false;
        Go();
    }

    private void Go()
    {
        while (!_waits && _groups.TryPeek(out var group))
        {
            if (group.TryDequeue(out var command))
            {
                Run(command);
            }
            else
            {
                _groups.Pop();
            }
        }

        if (!_waits && !IsOver)
        {
            IsOver = true;
            OnEnd?.Invoke();
        }
    }

    // What the fake does not model fails too, and is remembered.
    private void Run(ModelCommand command)
    {
        try
        {
            if (_scope.Server.Scripted(command.Words) is { } scripted)
            {
                Print(scripted.Text);
            }
            else if (command.Words.Name == "if-shell")
            {
                _groups.Push(new Queue<ModelCommand>(ModelCommands.FromLine(ShowingCommands.Chosen(_scope, command.Words))));
            }
            else
            {
                Print(command.Run(_scope, command.Words));
            }
        }
        catch (TmuxRefusal refusal)
        {
            Refused(refusal.Message);
            _groups.Pop();
        }
        catch (NotModelledException gap)
        {
            _scope.Server.Machine.Note(gap.Message);
            Refused(gap.Message);
            _groups.Pop();
        }
    }

    private void Print(string? text)
    {
        if (text is not null)
        {
            var bytes = _scope.Server.Garble(Encoding.UTF8.GetBytes($"{_scope.Server.Print(text)}\n"));
            _output.Write(bytes);
            OnOutput?.Invoke(bytes);
        }
    }

    private void Refused(string words) => _errors.Write(Encoding.UTF8.GetBytes($"{words}\n"));
}
