using System.Collections.Frozen;
using System.Globalization;

namespace RunKit.Testing.InMemory;

/// <summary>What lives on one server, and which of tmux's hooks run when it changes. Only under the machine's lock.</summary>
internal sealed class ServerModel(FakeTmuxServer server, string version)
{
    private readonly Queue<string> _notifications = new();
    private uint _nextSession;
    private uint _nextWindow;
    private uint _nextPane;
    private int _nextPid = 100_000;
    private long _activity;

    public string Version { get; } = version;

    public List<FakeTmuxSession> Sessions { get; } = [];

    public List<FakeTerminal> Clients { get; } = [];

    public SortedList<string, string> Buffers { get; } = new(StringComparer.Ordinal);

    /// <summary>The options that a server has from the start.</summary>
    public static FrozenDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["exit-empty"] = "1",
        ["exit-unattached"] = "0",
        ["window-size"] = "latest",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The global environment; whether a variable of it is hidden is not kept.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Options { get; } = new(Defaults, StringComparer.Ordinal);

    public ModelHooks Hooks { get; } = new();

    public WaitChannels Channels { get; } = new();

    /// <summary>Somebody has told the server to end: it does once it has answered.</summary>
    public bool Ending { get; set; }

    /// <summary>It has met a fault of tmux's.</summary>
    public bool Crashing { get; private set; }

    /// <summary>Whether a server like this one would exit now (<c>server.c:server_loop</c>).</summary>
    public bool IsOver => Ending || (Options["exit-empty"] == "1" && Clients.Count == 0 && (Sessions.Count == 0 || Options["exit-unattached"] == "1"));

    /// <summary>The session that a command without a target is for; null when there is none.</summary>
    public FakeTmuxSession? Recent => Sessions.MaxBy(session => session.Activity);

    public int NextPid() => _nextPid++;

    public FakeTmuxSession AddSession(string? name, string window)
    {
        var number = _nextSession++;
        var session = new FakeTmuxSession(server, number, TmuxName.OfSession(name ?? number.ToString(CultureInfo.InvariantCulture)));
        if (Sessions.Any(other => other.Name == session.Name))
        {
            throw new TmuxRefusal($"duplicate session: {session.Name}");
        }

        Sessions.Add(session);
        Touch(session);
        AddWindow(session, window, show: true);
        Notify("session-created");
        return session;
    }

    /// <summary>Somebody uses a session.</summary>
    public void Touch(FakeTmuxSession session) => session.Activity = server.Generation.StartTime + ++_activity;

    /// <summary>tmux up to 3.6b crashes here when <c>window-size</c> is <c>manual</c> and nobody is attached.</summary>
    public void SizeNewSession() => Crashing |= Options["window-size"] == "manual" && Clients.Count == 0;

    /// <summary>tmux 3.2 and 3.3 crash when something is pasted into a pane whose program has ended.</summary>
    public void PasteIntoDeadPane() => Crashing |= Version is ['3', '.', '2' or '3', ..];

    public FakeTmuxWindow AddWindow(FakeTmuxSession session, string name, bool show)
    {
        var window = new FakeTmuxWindow(session, _nextWindow++, TmuxName.Visible(name));
        window.Cells.Add(window.Active = NewPane(window));
        Link(session, window, show);
        return window;
    }

    /// <summary>Moves a window to the next free place of a session. A session whose last window that was ends.</summary>
    public void Move(FakeTmuxWindow window, FakeTmuxSession to, bool show)
    {
        Unlink(window);
        window.Session = to;
        Link(to, window, show);
    }

    /// <summary>Makes a window of a pane.</summary>
    public void Break(FakeTmuxPane pane, FakeTmuxSession to, bool show)
    {
        if (pane.Window.Cells.Count == 1)
        {
            Move(pane.Window, to, show);
            return;
        }

        Take(pane);
        var window = new FakeTmuxWindow(to, _nextWindow++, pane.Name);
        pane.Window = window;
        window.Cells.Add(window.Active = pane);
        Link(to, window, show);
    }

    public FakeTmuxPane AddPane(FakeTmuxWindow window)
    {
        var pane = NewPane(window);
        window.Cells.Add(pane);
        Select(pane);
        Notify("window-layout-changed");
        return pane;
    }

    public void Rename(FakeTmuxSession session, string name)
    {
        var checkedName = TmuxName.OfSession(name);
        if (Sessions.Any(other => other != session && other.Name == checkedName))
        {
            throw new TmuxRefusal($"duplicate session: {checkedName}");
        }

        session.Name = checkedName;
        Notify("session-renamed");
    }

    public void Rename(FakeTmuxWindow window, string name)
    {
        window.Name = TmuxName.Visible(name);
        Notify("window-renamed");
    }

    public void Select(FakeTmuxWindow window)
    {
        if (window.Session.Current != window)
        {
            window.Session.Current = window;
            Notify("session-window-changed");
        }
    }

    public void Select(FakeTmuxPane pane)
    {
        if (pane.Window.Active != pane)
        {
            pane.Window.Active = pane;
            Notify("window-pane-changed");
        }
    }

    public void Close(FakeTmuxPane pane)
    {
        var window = pane.Window;
        if (window.Cells.Count == 1)
        {
            Close(window);
            return;
        }

        Take(pane);
    }

    public void Close(FakeTmuxWindow window)
    {
        var session = window.Session;
        if (session.Links.Count == 1)
        {
            End(session);
            return;
        }

        Unlink(window);
    }

    public void End(FakeTmuxSession session)
    {
        if (!Sessions.Remove(session))
        {
            return;
        }

        Notify("session-closed");
        Notify("window-unlinked");
        var next = session.Options.GetValueOrDefault("detach-on-destroy", "1") == "1" ? null : Sessions.LastOrDefault();
        foreach (var client in Clients.Where(client => client.Session == session).ToArray())
        {
            if (next is null)
            {
                Remove(client);
            }
            else
            {
                Attach(client, next);
            }
        }
    }

    public void Attach(FakeTerminal client, FakeTmuxSession session)
    {
        var before = client.Session;
        client.Session = session;
        Touch(session);
        Notify("client-session-changed");
        if (!Clients.Contains(client))
        {
            Clients.Add(client);
            Notify("client-attached");
        }

        EndWhenUnattached(before);
    }

    /// <summary>A client has gone.</summary>
    public void Remove(FakeTerminal client)
    {
        if (Clients.Remove(client))
        {
            Notify("client-detached");
            EndWhenUnattached(client.Session);
        }
    }

    // No hook that 3.3a has tells of a buffer.
    public void ChangeBuffer(string name, string? content)
    {
        if (content is null)
        {
            _ = Buffers.Remove(name) ? true : throw new TmuxRefusal($"unknown buffer: {name}");
        }
        else
        {
            Buffers[name] = content;
        }
    }

    /// <summary>One more hook whose time has come; it runs behind the command line that caused it, as in tmux.</summary>
    public void Notify(string hook) => _notifications.Enqueue(hook);

    /// <summary>Runs the hooks whose time has come, and those that these bring along.</summary>
    public void RunHooks()
    {
        while (_notifications.TryDequeue(out var hook))
        {
            foreach (var line in Hooks.Lines(hook))
            {
                new CommandRun(server).BeginLine(line);
            }
        }
    }

    private FakeTmuxPane NewPane(FakeTmuxWindow window) => new(window, _nextPane++, NextPid());

    private void EndWhenUnattached(FakeTmuxSession? session)
    {
        if (session is not null
            && session.Options.GetValueOrDefault("destroy-unattached", "0") == "1"
            && !Clients.Any(client => client.Session == session))
        {
            End(session);
        }
    }

    private void Link(FakeTmuxSession session, FakeTmuxWindow window, bool show)
    {
        session.Links.Add(Enumerable.Range(0, int.MaxValue).First(index => !session.Links.ContainsKey(index)), window);
        Notify("window-linked");
        if (session.Current is null)
        {
            session.Current = window;
        }
        else if (show)
        {
            Select(window);
        }
    }

    private void Unlink(FakeTmuxWindow window)
    {
        var session = window.Session;
        if (session.Links.Count == 1)
        {
            End(session);
            return;
        }

        session.Links.RemoveAt(session.Links.IndexOfValue(window));
        if (session.Current == window)
        {
            Select(session.Links.GetValueAtIndex(0));
        }

        Notify("window-unlinked");
    }

    // Out of a window that keeps others.
    private void Take(FakeTmuxPane pane)
    {
        var window = pane.Window;
        window.Cells.Remove(pane);
        if (window.Active == pane)
        {
            Select(window.Cells[^1]);
        }

        Notify("window-layout-changed");
    }
}
