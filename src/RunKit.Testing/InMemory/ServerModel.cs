using System.Globalization;

namespace RunKit.Testing.InMemory;

/// <summary>
/// What lives on one server, and what tmux 3.3a notifies control clients of when it changes. Only under the machine's lock.
/// </summary>
internal sealed class ServerModel(FakeTmuxServer server, string version)
{
    private const string Bell = "sessions-changed";

    private readonly List<string> _notifications = [];
    private uint _nextSession;
    private uint _nextWindow;
    private uint _nextPane;
    private int _nextPid = 100_000;

    public string Version { get; } = version;

    public List<FakeTmuxSession> Sessions { get; } = [];

    public List<FakeTmuxClient> Clients { get; } = [];

    public SortedList<string, string> Buffers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal) { ["exit-empty"] = "1" };

    /// <summary>Somebody has told the server to end: it does once it has answered.</summary>
    public bool Ending { get; set; }

    /// <summary>Whether a server like this one would exit now.</summary>
    public bool IsOver => Ending || (Sessions.Count == 0 && Options["exit-empty"] == "1");

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
        AddWindow(session, window, show: true);
        Notify(Bell);
        return session;
    }

    public FakeTmuxWindow AddWindow(FakeTmuxSession session, string name, bool show)
    {
        var window = new FakeTmuxWindow(session, _nextWindow++, TmuxName.Visible(name));
        window.Cells.Add(window.Active = NewPane(window));
        session.Links.Add(Enumerable.Range(0, int.MaxValue).First(index => !session.Links.ContainsKey(index)), window);
        Notify($"window-add {window.Id}");
        if (session.Current is null)
        {
            session.Current = window;
        }
        else if (show)
        {
            Select(window);
        }

        return window;
    }

    public FakeTmuxPane AddPane(FakeTmuxWindow window)
    {
        var pane = NewPane(window);
        window.Cells.Add(pane);
        Select(pane);
        NotifyLayout(window);
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
        Notify($"session-renamed {session.Id} {checkedName}");
    }

    public void Rename(FakeTmuxWindow window, string name)
    {
        window.Name = TmuxName.Visible(name);
        Notify($"window-renamed {window.Id} {window.Name}");
    }

    public void Select(FakeTmuxWindow window)
    {
        if (window.Session.Current != window)
        {
            window.Session.Current = window;
            Notify($"session-window-changed {window.Session.Id} {window.Id}");
        }
    }

    public void Select(FakeTmuxPane pane)
    {
        if (pane.Window.Active != pane)
        {
            pane.Window.Active = pane;
            Notify($"window-pane-changed {pane.Window.Id} {pane.Id}");
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

        window.Cells.Remove(pane);
        if (window.Active == pane)
        {
            Select(window.Cells[^1]);
        }

        NotifyLayout(window);
    }

    public void Close(FakeTmuxWindow window)
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

        Notify($"window-close {window.Id}");
    }

    public void End(FakeTmuxSession session)
    {
        if (!Sessions.Remove(session))
        {
            return;
        }

        Notify(Bell);
        foreach (var window in session.Links.Values)
        {
            Notify($"window-close {window.Id}");
        }

        var next = session.Options.GetValueOrDefault("detach-on-destroy", "1") == "1" ? null : Sessions.LastOrDefault();
        foreach (var client in Clients.Where(client => client.Session == session).ToArray())
        {
            if (next is null)
            {
                client.Leave();
            }
            else
            {
                Attach(client, next);
            }
        }
    }

    public void Attach(FakeTmuxClient client, FakeTmuxSession session)
    {
        var before = client.Session;
        client.Session = session;
        if (!Clients.Contains(client))
        {
            Clients.Add(client);
        }

        Notify($"client-session-changed {client.Name} {session.Id} {session.Name}", exceptTo: client);
        client.Hear($"session-changed {session.Id} {session.Name}");
        EndWhenUnattached(before);
    }

    /// <summary>A client has gone.</summary>
    public void Remove(FakeTmuxClient client)
    {
        if (Clients.Remove(client))
        {
            Notify($"client-detached {client.Name}");
            EndWhenUnattached(client.Session);
        }
    }

    public void ChangeBuffer(string name, string? content)
    {
        if (content is null)
        {
            _ = Buffers.Remove(name) ? true : throw new TmuxRefusal($"unknown buffer: {name}");
            Notify($"paste-buffer-deleted {name}");
        }
        else
        {
            Buffers[name] = content;
            Notify($"paste-buffer-changed {name}");
        }
    }

    /// <summary>Sends what has been gathered to every control client: after the commands that caused it, as tmux does.</summary>
    public void Flush()
    {
        foreach (var line in _notifications)
        {
            foreach (var client in Clients)
            {
                client.Hear(line);
            }
        }

        _notifications.Clear();
        foreach (var client in Clients)
        {
            client.Flush();
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

    private void NotifyLayout(FakeTmuxWindow window)
    {
        var layout = PaneLayout.Of(window);
        Notify($"layout-change {window.Id} {layout} {layout} *");
    }

    private void Notify(string line, FakeTmuxClient? exceptTo = null)
    {
        if (exceptTo is null)
        {
            _notifications.Add(line);
            return;
        }

        foreach (var client in Clients.Where(client => client != exceptTo))
        {
            client.Hear(line);
        }
    }
}
