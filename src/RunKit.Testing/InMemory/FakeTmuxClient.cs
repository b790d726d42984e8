using System.Globalization;
using System.Text;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Testing.InMemory;

/// <summary>A client that is attached: by itself, a user's terminal, which hears nothing.</summary>
internal class FakeTmuxClient(FakeTmuxServer server, int pid, string name, bool isControl)
{
    public FakeTmuxServer Server { get; } = server;

    public int Pid { get; } = pid;

    public string Name { get; } = name;

    public bool IsControl { get; } = isControl;

    /// <summary>Null until it is attached.</summary>
    public FakeTmuxSession? Session { get; set; }

    /// <summary>Notifies it once the commands that run now have run.</summary>
    public virtual void Hear(string notification)
    {
    }

    /// <summary>Sends it what it is to hear.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>The server sends it away, with these words if any.</summary>
    public virtual void Leave(string? reason = null) => Server.Model.Remove(this);
}

/// <summary>A client in control mode: the bytes of its pipes are what tmux 3.3a writes and reads there.</summary>
internal sealed class FakeControlClient : FakeTmuxClient, IControlClient
{
    private readonly FakeOutput _output = new();
    private readonly FakeOutput _errors = new();
    private readonly FakeInput _input;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _line = [];
    private readonly List<string> _heard = [];
    private bool _mute;

    public FakeControlClient(FakeTmuxServer server, int pid)
        : base(server, pid, $"client-{pid}", isControl: true) => _input = new FakeInput(Take, EndOfInput);

    public Stream Input => _input;

    public Stream Output => _output;

    public Stream Errors => _errors;

    public bool HasExited => _exited.Task.IsCompleted;

    public Task WaitForExitAsync() => _exited.Task;

    public void Terminate() => End(byServer: false, reason: null);

    public void Dispose() => _input.Dispose();

    /// <summary>Runs the commands of its argument vector. A client that they do not attach has nothing more to do.</summary>
    public void Begin(IEnumerable<string> commands)
    {
        Run(() => ModelCommands.FromVector(commands), fromStdin: false);
        if (Session is null)
        {
            Leave();
        }
    }

    /// <summary>Says what a transcript says, and from then on nothing.</summary>
    public void Begin(Transcript transcript, IEnumerable<string> commands)
    {
        _mute = true;
        _output.Say(transcript.For(commands));
        if (transcript.Ends)
        {
            Exit();
        }
    }

    /// <summary>Writes bytes as they are, in the midst of whatever tmux says.</summary>
    public void Babble(ReadOnlySpan<byte> bytes) => _output.Say(bytes);

    public override void Hear(string notification) => _heard.Add($"%{notification}");

    public override void Flush()
    {
        foreach (var line in _heard)
        {
            Write(line);
        }

        _heard.Clear();
    }

    public override void Leave(string? reason = null) => End(byServer: true, reason);

    // SIGTERM ends the client at once; a stopped server hears of it when it goes on.
    private void End(bool byServer, string? reason)
    {
        if (HasExited)
        {
            return;
        }

        Write(reason is null ? "%exit" : $"%exit {reason}");
        Exit();
        if (byServer)
        {
            Server.Model.Remove(this);
        }
        else
        {
            Server.Post(() => Server.Model.Remove(this));
        }
    }

    private void Exit()
    {
        _output.Complete();
        _errors.Complete();
        _input.Break();
        _exited.TrySetResult();
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        foreach (var b in bytes.Span)
        {
            if (b != (byte)'\n')
            {
                _line.Add(b);
                continue;
            }

            var line = Encoding.UTF8.GetString([.. _line]);
            _line.Clear();
            Server.Post(() => Line(line));
        }
    }

    private void EndOfInput() => Server.Post(() => Line(""));

    // An empty line detaches, whatever comes behind it.
    private void Line(string line)
    {
        if (HasExited || _mute)
        {
            return;
        }

        if (line.Length == 0)
        {
            Leave();
        }
        else
        {
            Run(() => ModelCommands.FromLine(line), fromStdin: true);
        }
    }

    private void Run(Func<IEnumerable<ModelCommand>> commands, bool fromStdin)
    {
        IEnumerable<ModelCommand> known;
        try
        {
            known = commands();
        }
        catch (TmuxRefusal refusal)
        {
            Block($"parse error: {refusal.Message}", failed: true, fromStdin);
            return;
        }

        ModelCommands.Run(new CommandScope(Server, this), known, (text, failed) => Block(text, failed, fromStdin));
    }

    private void Block(string? text, bool failed, bool fromStdin)
    {
        if (HasExited)
        {
            return;
        }

        var frame = string.Create(CultureInfo.InvariantCulture, $"{Server.Generation.StartTime} {Server.NextBlock()} {(fromStdin ? 1 : 0)}");
        Write($"%begin {frame}");
        if (text is not null)
        {
            Write(Server.Print(text));
        }

        Write($"%{(failed ? "error" : "end")} {frame}");
    }

    private void Write(string line) => _output.Say(Encoding.UTF8.GetBytes($"{line}\n"));
}
