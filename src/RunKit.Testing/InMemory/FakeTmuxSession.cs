using RunKit.Tmux.Identity;

namespace RunKit.Testing.InMemory;

/// <summary>A session of a <see cref="FakeTmuxServer"/>. Its members read and change what tmux says from now on.</summary>
public sealed class FakeTmuxSession
{
    internal FakeTmuxSession(FakeTmuxServer server, uint number, string name)
    {
        Server = server;
        Id = new SessionId(number);
        Name = name;
    }

    public FakeTmuxServer Server { get; }

    public SessionId Id { get; }

    public string Name { get; internal set; }

    /// <summary>Its windows by place, at least one while the session lives.</summary>
    public IReadOnlyList<FakeTmuxWindow> Windows => Server.Read(() => Links.Values.ToArray());

    /// <summary>The window it shows.</summary>
    public FakeTmuxWindow Window => Server.Read(() => Current);

    internal SortedList<int, FakeTmuxWindow> Links { get; } = [];

    internal FakeTmuxWindow Current { get; set; } = null!;

    internal Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    /// <summary>When it was used last, in the seconds that tmux tells; no two sessions have the same.</summary>
    internal long Activity { get; set; }

    /// <summary>Opens a window with one pane at the next free place; the session shows it.</summary>
    public FakeTmuxWindow AddWindow(string name = "bash") => Server.Change(model => model.AddWindow(this, name, show: true));

    public void Rename(string name) => Server.Change(model => model.Rename(this, name));

    /// <summary>Ends it, as <c>kill-session</c> does. A server whose last session that was ends too, unless <c>exit-empty</c> is off.</summary>
    public void End() => Server.Change(model => model.End(this));
}

/// <summary>A window of a session; it is in that one alone.</summary>
public sealed class FakeTmuxWindow
{
    internal FakeTmuxWindow(FakeTmuxSession session, uint number, string name)
    {
        Session = session;
        Id = new WindowId(number);
        Name = name;
    }

    public FakeTmuxSession Session { get; internal set; }

    public WindowId Id { get; }

    public string Name { get; internal set; }

    /// <summary>Its panes from top to bottom, at least one.</summary>
    public IReadOnlyList<FakeTmuxPane> Panes => Session.Server.Read(() => Cells.ToArray());

    /// <summary>The pane that has the cursor.</summary>
    public FakeTmuxPane Pane => Session.Server.Read(() => Active);

    internal List<FakeTmuxPane> Cells { get; } = [];

    internal FakeTmuxPane Active { get; set; } = null!;

    internal int Index => Session.Links.GetKeyAtIndex(Session.Links.IndexOfValue(this));

    /// <summary>Splits it: one pane more at its foot, and that one is active.</summary>
    public FakeTmuxPane AddPane() => Session.Server.Change(model => model.AddPane(this));

    public void Rename(string name) => Session.Server.Change(model => model.Rename(this, name));

    /// <summary>Has its session show it.</summary>
    public void Select() => Session.Server.Change(model => model.Select(this));

    /// <summary>Closes it; with its last window a session ends.</summary>
    public void Close() => Session.Server.Change(model => model.Close(this));
}

/// <summary>A pane.</summary>
public sealed class FakeTmuxPane
{
    private const int Killed = 9;
    private readonly List<string> _keys = [];
    private string _title = "host";
    private string _command = "bash";
    private string _directory = "/";
    private FakeProgram _program = FakeProgram.Shell();
    private bool _started;
    private bool _tapped;

    internal FakeTmuxPane(FakeTmuxWindow window, uint number, int pid)
    {
        Window = window;
        Id = new PaneId(number);
        Pid = pid;
    }

    public FakeTmuxWindow Window { get; internal set; }

    public PaneId Id { get; }

    /// <summary>The pid of what runs in it; no process has it, except where a plane runs a command.</summary>
    public int Pid { get; private set; }

    /// <summary>Its title.</summary>
    public string Title
    {
        get => _title;
        set => Server.Change(_ => SetTitle(value));
    }

    /// <summary>The name of what runs in it. tmux hints at no change of it: a plane learns of it at its next listing.</summary>
    public string Command
    {
        get => _command;
        set => Server.Change(_ => _command = value);
    }

    /// <summary>The directory of what runs in it.</summary>
    public string Directory
    {
        get => _directory;
        set => Server.Change(_ => _directory = value);
    }

    /// <summary>What runs in it; a shell at its prompt unless a test says otherwise. A new one begins below what stands there.</summary>
    public FakeProgram Program
    {
        get => _program;
        set => Server.Change(_ => Begin(value));
    }

    /// <summary>The status that its program has ended with (<c>remain-on-exit</c>); null while it runs.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>The signal that has ended its program; null while it runs, and where none did.</summary>
    public int? ExitSignal { get; private set; }

    /// <summary>The rows that it shows, without those at the end that are empty.</summary>
    public IReadOnlyList<string> Rows => Server.Read(() =>
    {
        var rows = Screen.Rows(Height, 0, Height - 1).ToList();
        rows.RemoveRange(rows.FindLastIndex(row => row.Length > 0) + 1, rows.Count - 1 - rows.FindLastIndex(row => row.Length > 0));
        return rows;
    });

    internal FakeScreen Screen
    {
        get
        {
            if (!_tapped)
            {
                _tapped = true;
                field.Printed += Pass;
            }

            if (!_started)
            {
                _started = true;
                _program.Start(field);
            }

            return field;
        }
    } = new();

    /// <summary>The path of its terminal; nothing is there.</summary>
    internal string Tty => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/fake/{Server.Name}/pane{Id.Number}");

    internal int Height => PaneLayout.Height(Window, Window.Cells.IndexOf(this));

    /// <summary>What <c>send-keys</c> has sent it, a word at a time.</summary>
    public IReadOnlyList<string> Keys => Server.Read(() => _keys.ToArray());

    internal string Name => _command;

    private FakeTmuxServer Server => Window.Session.Server;

    /// <summary>Closes it; with its last pane a window closes.</summary>
    public void Close() => Server.Change(model => model.Close(this));

    /// <summary>Its program ends, and the pane stays, as with <c>remain-on-exit</c>.</summary>
    public void Exit(int status) => Server.Change(model =>
    {
        ExitStatus = status;
        model.Notify("pane-died");
    });

    /// <summary>Its program has ended, and it stays.</summary>
    internal bool IsDead => ExitStatus is not null || ExitSignal is not null;

    /// <summary>Where its output goes; null for nowhere.</summary>
    internal PanePipe? Pipe { get; set; }

    internal Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    internal FakeTmux Machine => Server.Machine;

    /// <summary>It has not been closed.</summary>
    internal bool IsThere => Server.IsAlive && Server.Model.Sessions.Contains(Window.Session) && Window.Session.Links.ContainsValue(Window) && Window.Cells.Contains(this);

    /// <summary>What holds its command is killed: it closes, unless it is to remain.</summary>
    internal void EndBy(FakeCommand command) => Server.Change(model =>
    {
        Machine.Processes.End(command.Holder);
        if (Options.GetValueOrDefault("remain-on-exit") == "on")
        {
            ExitSignal = Killed;
            model.Notify("pane-died");
        }
        else
        {
            model.Close(this);
        }
    });

    /// <summary>A command is what runs in it.</summary>
    internal void Run(string program, int pid)
    {
        (_command, Pid) = (Path.GetFileName(program), pid);
        Begin(FakeProgram.Deaf());
    }

    /// <summary>Something is typed into it.</summary>
    internal void Type(string text)
    {
        if (!IsDead && text.Length > 0)
        {
            _program.Type(Screen, text);
        }
    }

    // What a terminal is written goes into a pipe that takes it.
    private void Pass(string text)
    {
        if (Pipe is { TakesScreen: true } pipe)
        {
            pipe.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    private void Begin(FakeProgram program)
    {
        (_program, _started) = (program, false);
        Screen.Restore();
    }

    internal void Take(IEnumerable<string> keys) => _keys.AddRange(keys);

    internal void SetTitle(string title)
    {
        _title = title;
        Server.Model.Notify("pane-title-changed");
    }

    internal void Become(string command, string? directory) => (_command, _directory) = (command, directory ?? _directory);
}
