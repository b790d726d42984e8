namespace RunKit.Tmux.State;

/// <summary>
/// Leads from one state to the next by what was told: a reader that has a state and every event since has the state of now. An event of
/// something that the state does not hold changes nothing, so that an event told twice does no harm.
/// </summary>
public static class StateReplay
{
    /// <summary>The state after <paramref name="happened"/>; the same one when it is no event of the tree.</summary>
    public static ServerState Apply(ServerState state, ServerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            SessionAdded e => state with { Sessions = state.Sessions.SetItem(e.Session, new SessionState(e.Session, e.Name, e.Group, e.Windows) { Mark = e.Mark ?? "" }) },
            SessionRemoved e => state with { Sessions = state.Sessions.Remove(e.Session) },
            SessionRenamed e => Session(state, e.Session, session => session with { Name = e.Name }),
            SessionGroupChanged e => Session(state, e.Session, session => session with { Group = e.Group }),
            SessionLinksChanged e => Session(state, e.Session, session => session with { Windows = e.Windows }),
            SessionWindowChanged e => Session(state, e.Session, session => session with { Windows = Activate(session.Windows, e.Index) }),
            WindowAdded e => state with { Windows = state.Windows.SetItem(e.Window, new WindowState(e.Window, e.Name, e.Shape, e.ActivePane)) },
            WindowRemoved e => state with { Windows = state.Windows.Remove(e.Window) },
            WindowRenamed e => Window(state, e.Window, window => window with { Name = e.Name }),
            WindowLayoutChanged e => Window(state, e.Window, window => window with { Shape = e.New }),
            WindowPaneChanged e => Window(state, e.Window, window => window with { ActivePane = e.Pane }),
            PaneAdded e => state with
            {
                Panes = state.Panes.SetItem(
                    e.Pane, new PaneState(e.Pane, e.Window, e.Index, e.Size, e.Dead, e.Pid, e.Title, e.Command, e.Path, e.Mode) { ExitStatus = e.ExitStatus, ExitSignal = e.ExitSignal }),
            },
            PaneRemoved e => state with { Panes = state.Panes.Remove(e.Pane) },
            PaneChanged e => Pane(state, e),
            _ => ApplyToClients(state, happened),
        };
    }

    private static ServerState ApplyToClients(ServerState state, ServerEvent happened) => happened switch
    {
        ClientAttached e => state with
        {
            Clients = state.Clients.SetItem(e.Client, new ClientState(e.Client, e.Pid, e.Session, e.Size, e.Control, e.ReadOnly)),
        },
        ClientDetached e => state with { Clients = state.Clients.Remove(e.Client) },
        ClientChanged e when state.Clients.TryGetValue(e.Client, out var client) => state with
        {
            Clients = state.Clients.SetItem(e.Client, client with
            {
                Session = New(e.Session, client.Session),
                Size = New(e.Size, client.Size),
                ReadOnly = New(e.ReadOnly, client.ReadOnly),
            }),
        },
        BufferChanged e => state with { Buffers = state.Buffers.SetItem(e.Buffer, new BufferState(e.Buffer, e.Bytes, e.Created)) },
        BufferRemoved e => state with { Buffers = state.Buffers.Remove(e.Buffer) },
        _ => state,
    };

    private static ServerState Session(ServerState state, SessionId id, Func<SessionState, SessionState> change) =>
        state.Sessions.TryGetValue(id, out var session) ? state with { Sessions = state.Sessions.SetItem(id, change(session)) } : state;

    private static ServerState Window(ServerState state, WindowId id, Func<WindowState, WindowState> change) =>
        state.Windows.TryGetValue(id, out var window) ? state with { Windows = state.Windows.SetItem(id, change(window)) } : state;

    private static ServerState Pane(ServerState state, PaneChanged e) =>
        state.Panes.TryGetValue(e.Pane, out var pane)
            ? state with
            {
                Panes = state.Panes.SetItem(e.Pane, pane with
                {
                    Title = New(e.Title, pane.Title),
                    Command = New(e.Command, pane.Command),
                    Path = New(e.Path, pane.Path),
                    Dead = New(e.Dead, pane.Dead),
                    Mode = New(e.Mode, pane.Mode),
                    Pid = New(e.Pid, pane.Pid),
                    Size = New(e.Size, pane.Size),
                    Index = New(e.Index, pane.Index),
                    Window = New(e.Window, pane.Window),
                    ExitStatus = New(e.ExitStatus, pane.ExitStatus),
                    ExitSignal = New(e.ExitSignal, pane.ExitSignal),
                }),
            }
            : state;

    private static ImmutableArray<WindowLink> Activate(ImmutableArray<WindowLink> links, int? index) =>
        [.. links.Select(link => link with { Active = link.Index == index })];

    private static T New<T>(Change<T>? change, T old) => change is null ? old : change.New;
}
