using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>What a scripted command prints.</summary>
/// <param name="Text">Lines, without the last line end; null for nothing.</param>
public sealed record FakeReply(string? Text)
{
    /// <summary>Ends the command as tmux does when it refuses, with these words.</summary>
    /// <exception cref="Exception">Always.</exception>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static FakeReply Refuse(string words) => throw new TmuxRefusal(words);
}

/// <summary>
/// One generation of a tmux server in a <see cref="FakeTmux"/>: what lives on it, and what happens to it. Every member is safe to call from any
/// thread.
/// </summary>
public sealed class FakeTmuxServer
{
    private readonly Dictionary<string, Func<ImmutableArray<string>, FakeReply>> _scripts = new(StringComparer.Ordinal);
    private readonly Queue<Action> _asked = new();
    private readonly Dictionary<CommandRun, Visit> _visits = [];
    private readonly Queue<CommandRun> _woken = new();
    private byte[] _garbage = [];
    private bool _hangs;
    private bool _settling;

    internal FakeTmuxServer(FakeTmux machine, SocketPath socket, ProcessIdentity process, string version)
    {
        Machine = machine;
        Socket = socket;
        Process = process;
        Generation = new ServerGeneration(process.Pid, 1_700_000_000 + process.StartTicks);
        Model = new ServerModel(this, version);
    }

    /// <summary>The path that it bound its socket to, whether or not a file is there now.</summary>
    public SocketPath Socket { get; }

    /// <summary>Its name: the socket's file name.</summary>
    public string Name => Path.GetFileName(Socket.Value);

    public ProcessIdentity Process { get; }

    public ServerGeneration Generation { get; }

    /// <summary>Whether its process lives; it may not answer all the same.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Its sessions in the order they were made, the plane's anchor among them.</summary>
    public IReadOnlyList<FakeTmuxSession> Sessions => Read(() => Model.Sessions.ToArray());

    /// <summary>How many clients are connected that are attached to nothing: the plane's that wait for a change, when nobody else's are.</summary>
    public int Clients => Read(() => _visits.Values.Count(client => !client.IsOver));

    /// <summary>How many clients have gone without a word and left the server waiting on their behalf.</summary>
    public int Abandoned => Read(() => _visits.Values.Count(client => client.IsOver));

    internal FakeTmux Machine { get; }

    internal ServerModel Model { get; }

    private bool Answers => !_hangs && Machine.Processes.Find(Process.Pid) is not { Stopped: true };

    /// <summary>The session of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public FakeTmuxSession Session(string name) => Sessions.FirstOrDefault(session => session.Name == name)
        ?? throw new InvalidOperationException($"the fake server {Name} has no session {name}");

    /// <summary>Makes a session with one window and one pane.</summary>
    public FakeTmuxSession AddSession(string name) => Change(model => model.AddSession(name, "bash"));

    /// <summary>Runs one tmux command from outside, as a user does in a shell (<c>tmux -N ...</c>), and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">tmux refuses it, or nobody answers.</exception>
    public string Run(string name, params string[] arguments)
    {
        CommandRun? run = null;
        Machine.Locked(() =>
        {
            if (IsAlive && Answers)
            {
                run = new CommandRun(this);
                run.Begin(TmuxCommandLine.Of(name, arguments.Select(TmuxArgument.Plain)).Words);
                Settle();
            }
        });
        return run switch
        {
            null => throw Silent(),
            { IsOver: false } => throw new InvalidOperationException($"tmux {name} waits"),
            { Status: 0 } => Encoding.UTF8.GetString(run.Output).TrimEnd('\n'),
            _ => throw new InvalidOperationException($"tmux {name}: {Encoding.UTF8.GetString(run.Errors).TrimEnd()}"),
        };
    }

    /// <summary>A user's terminal attaches to a session. Disposing detaches it.</summary>
    public IDisposable Attach(string session) => Change(model =>
    {
        var pid = model.NextPid();
        var client = new FakeTerminal(this, pid, string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{pid}"));
        model.Attach(client, Find(session));
        return new Terminal(client);
    });

    /// <summary>Ends it as somebody's <c>kill-server</c> does: clients are told to exit, the socket's file stays and refuses.</summary>
    public void Kill() => Machine.Locked(() => Exit(UnknownReason.ServerExiting));

    /// <summary>Ends it as SIGKILL does: clients lose it without a farewell.</summary>
    public void Crash() => Machine.Locked(() => Exit(UnknownReason.ConnectionLost));

    /// <summary>Stops its process, as SIGSTOP does: it lives, and what it is asked waits until <see cref="Resume"/>.</summary>
    public void Stall() => Machine.Processes.Stop(Process);

    /// <summary>The same, but its process does not count as stopped: a server that is busy beyond measure.</summary>
    public void Hang() => Machine.Locked(() => _hangs = true);

    /// <summary>Lets it go on, and do what it was asked meanwhile.</summary>
    public void Resume() => Machine.Locked(() =>
    {
        _hangs = false;
        if (IsAlive)
        {
            Machine.Processes.Stop(Process, stopped: false);
        }

        while (Answers && _asked.TryDequeue(out var action))
        {
            action();
            Settle();
        }
    });

    /// <summary>Deletes its socket's file, as a cleaner of temporary files does. It lives on, and its connections too.</summary>
    public void RemoveSocket() => Machine.Sockets.Delete(Name);

    /// <summary>Makes its socket again, as SIGUSR1 does.</summary>
    public void RemakeSocket() => Machine.Locked(() => Machine.Bind(this));

    /// <summary>Puts these bytes in front of what a client prints next, as they are.</summary>
    public void Babble(ReadOnlySpan<byte> bytes)
    {
        var garbage = bytes.ToArray();
        Machine.Locked(() => _garbage = [.. _garbage, .. garbage]);
    }

    /// <summary>From now on a command of any client is answered so.</summary>
    /// <param name="command">Its whole name.</param>
    /// <param name="reply">Given the command's words. <see cref="FakeReply.Refuse"/> makes it fail.</param>
    public void On(string command, Func<ImmutableArray<string>, FakeReply> reply) => Machine.Locked(() => _scripts[command] = reply);

    internal FakeReply? Scripted(CommandWords words) => _scripts.GetValueOrDefault(words.Name)?.Invoke(words.All);

    /// <summary>What a client is to print, with what <see cref="Babble"/> has put before it.</summary>
    internal byte[] Garble(byte[] bytes)
    {
        byte[] garbled = [.. _garbage, .. bytes];
        _garbage = [];
        return garbled;
    }

    /// <summary>tmux 3.4 and 3.5 pass all they print through vis(3).</summary>
    internal string Print(string text) => Model.Version is ['3', '.', '4' or '5', ..]
        ? string.Join('\n', text.Split('\n').Select(TmuxName.Visible))
        : text;

    internal T Read<T>(Func<T> look) => Machine.Locked(look);

    internal T Change<T>(Func<ServerModel, T> change) => Machine.Locked(() =>
    {
        if (!IsAlive || !Answers)
        {
            throw Silent();
        }

        try
        {
            return change(Model);
        }
        catch (TmuxRefusal refusal)
        {
            throw new InvalidOperationException(refusal.Message, refusal);
        }
        finally
        {
            Settle();
        }
    });

    internal void Change(Action<ServerModel> change) => Change(model =>
    {
        change(model);
        return true;
    });

    /// <summary>Does what a client asks, now or when it goes on. A dead server does nothing.</summary>
    internal void Post(Action action) => Machine.Locked(() =>
    {
        if (!IsAlive)
        {
            return;
        }

        if (Answers)
        {
            action();
            Settle();
        }
        else
        {
            _asked.Enqueue(action);
        }
    });

    /// <summary>A client asks for something; it stays until that is done.</summary>
    internal void Visit(Visit client, IEnumerable<string> words)
    {
        var run = client.Ask(this);
        _visits[run] = client;
        Post(() => run.Begin(words));
    }

    /// <summary>These go on once what runs now has run.</summary>
    internal void Wake(IEnumerable<CommandRun> runs)
    {
        foreach (var run in runs)
        {
            _woken.Enqueue(run);
        }
    }

    private InvalidOperationException Silent() => new($"the fake server {Name} {(IsAlive ? "does not answer" : "is dead")}");

    // Hooks first, then the clients that were woken, until nothing more follows; then the server may end.
    private void Settle()
    {
        if (_settling)
        {
            return;
        }

        _settling = true;
        do
        {
            Model.RunHooks();
            if (_woken.TryDequeue(out var run))
            {
                run.Resume();
            }
            else if (IsAlive && Model.IsOver && !Model.Ending && Model.Channels.Flush() is { Count: > 0 } flushed)
            {
                Wake(flushed);
            }

            Model.RunHooks();
        }
        while (_woken.Count > 0);

        foreach (var over in _visits.Keys.Where(run => run.IsOver).ToArray())
        {
            _visits.Remove(over);
        }

        _settling = false;
        Machine.Commands.Settle();
        if (Model.Crashing || Model.IsOver)
        {
            Exit(Model.Crashing ? UnknownReason.ConnectionLost : UnknownReason.ServerExiting);
        }
    }

    private void Exit(UnknownReason word)
    {
        if (!IsAlive)
        {
            return;
        }

        IsAlive = false;
        _asked.Clear();
        Model.Clients.Clear();
        foreach (var client in _visits.Values)
        {
            client.End(new TmuxResult.Unknown(word, word == UnknownReason.ServerExiting ? "the server exits" : "the connection was lost"));
        }

        _visits.Clear();
        Machine.Processes.End(Process);
        Machine.Commands.Settle();
    }

    private FakeTmuxSession Find(string name) =>
        Model.Sessions.FirstOrDefault(session => session.Name == name) ?? throw new TmuxRefusal($"can't find session: {name}");

    private sealed class Terminal(FakeTerminal client) : IDisposable
    {
        public void Dispose() => client.Server.Post(() => client.Server.Model.Remove(client));
    }
}
