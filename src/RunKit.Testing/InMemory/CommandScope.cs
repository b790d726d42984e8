using RunKit.Tmux.Identity;

namespace RunKit.Testing.InMemory;

/// <summary>Where a command runs, and what its targets mean there.</summary>
/// <param name="Server">The server that runs it.</param>
/// <param name="Run">The client's command line. None of these clients is attached.</param>
internal sealed record CommandScope(FakeTmuxServer Server, CommandRun Run)
{
    public ServerModel Model => Server.Model;

    /// <summary>What a format is expanded for when no target is named.</summary>
    public FormatScope Here => For(Model.Recent);

    public FormatScope For(FakeTmuxSession? session) => new(Server, session, session?.Current, session?.Current.Active);

    public FormatScope For(FakeTmuxWindow window) => new(Server, window.Session, window, window.Active);

    public FormatScope For(FakeTmuxPane pane) => new(Server, pane.Window.Session, pane.Window, pane);

    /// <exception cref="TmuxRefusal">There is none such.</exception>
    public FakeTmuxSession Session(string? target)
    {
        if (target is null)
        {
            return Model.Recent ?? throw new TmuxRefusal("no current session");
        }

        if (target is ['@' or '%', ..])
        {
            return Pane(target).Window.Session;
        }

        var name = target.Split(':')[0];
        return FindSession(name) ?? throw new TmuxRefusal($"can't find session: {name.TrimStart('=')}");
    }

    /// <exception cref="TmuxRefusal">There is none such.</exception>
    public FakeTmuxWindow Window(string? target)
    {
        if (target is null)
        {
            return Session(null).Current;
        }

        if (target is ['%', ..])
        {
            return Pane(target).Window;
        }

        var (session, place) = target.Split(':') switch
        {
            [var only] => (null, only),
            [var before, var behind] => (before.Length > 0 ? Session(before) : Session(null), behind),
            _ => throw new TmuxRefusal($"can't find window: {target}"),
        };
        if (place.Length == 0)
        {
            return session!.Current;
        }

        var among = session is null ? Model.Recent : session;
        return WindowId.TryParse(place, out var id) ? Model.Sessions.SelectMany(each => each.Links.Values).FirstOrDefault(window => window.Id == id)
                ?? throw new TmuxRefusal($"can't find window: {place}")
            : among?.Links.Values.FirstOrDefault(window => $"{window.Index}" == place || window.Name == place.TrimStart('='))
            ?? (session is null ? FindSession(place)?.Current : null)
            ?? throw new TmuxRefusal($"can't find window: {place}");
    }

    /// <exception cref="TmuxRefusal">There is none such.</exception>
    public FakeTmuxPane Pane(string? target)
    {
        if (target is null)
        {
            return Session(null).Current.Active;
        }

        if (PaneId.TryParse(target, out var id))
        {
            return Panes().FirstOrDefault(pane => pane.Id == id) ?? throw new TmuxRefusal($"can't find pane: {target}");
        }

        var dot = target.LastIndexOf('.');
        var window = Window(dot < 0 ? target : target[..dot]);
        return dot < 0 ? window.Active
            : window.Cells.FirstOrDefault(pane => $"{window.Cells.IndexOf(pane)}" == target[(dot + 1)..])
            ?? throw new TmuxRefusal($"can't find pane: {target[(dot + 1)..]}");
    }

    /// <summary>The sessions as tmux lists them: by name.</summary>
    public IEnumerable<FakeTmuxSession> Sessions() => Model.Sessions.OrderBy(session => session.Name, StringComparer.Ordinal);

    private IEnumerable<FakeTmuxPane> Panes() => Model.Sessions.SelectMany(session => session.Links.Values).SelectMany(window => window.Cells);

    // Without '=' a name that merely begins so will do, if only one does.
    private FakeTmuxSession? FindSession(string name)
    {
        if (SessionId.TryParse(name, out var id))
        {
            return Model.Sessions.FirstOrDefault(session => session.Id == id);
        }

        var exactly = name.StartsWith('=');
        var wanted = exactly ? name[1..] : name;
        return Model.Sessions.FirstOrDefault(session => session.Name == wanted)
            ?? (exactly ? null : Model.Sessions.Where(session => session.Name.StartsWith(wanted, StringComparison.Ordinal)).ToArray() is [var only] ? only : null);
    }
}
