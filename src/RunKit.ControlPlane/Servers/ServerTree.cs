using RunKit.Tmux.Connection;
using RunKit.Tmux.State;

namespace RunKit.ControlPlane.Servers;

/// <summary>What lives on one server, as its last listing said: <c>runkit tree</c>.</summary>
/// <param name="Generation">The generation that was listed.</param>
/// <param name="Revision">Counts the changes seen within this generation.</param>
/// <param name="AsOf">When it was read from tmux.</param>
public sealed record ServerTree(
    string Node,
    string Name,
    ServerGeneration Generation,
    long Revision,
    DateTimeOffset AsOf,
    ImmutableArray<SessionView> Sessions,
    ImmutableArray<ClientState> Clients,
    ImmutableArray<BufferState> Buffers)
{
    /// <summary>Builds the tree; a window linked into several sessions stands in each of them. An anchor is hidden as long as it holds its own pane only.</summary>
    public static ServerTree From(
        string node, string name, ServerGeneration generation, long revision, DateTimeOffset asOf, ServerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var panes = state.Panes.Values.ToLookup(pane => pane.Window);
        var clients = state.Clients.Values.ToLookup(client => client.Session);
        return new ServerTree(
            node,
            name,
            generation,
            revision,
            asOf,
            [.. state.Sessions.Values.Select(session => new SessionView(
                session.Id,
                session.Name,
                session.Group.Length > 0 ? session.Group : null,
                session.IsHidden && !(session.IsAnchor && HoldsMore(session, panes)),
                clients[session.Id].Count(),
                [.. session.Windows.Select(link => Window(link, state.Windows[link.Window], panes[link.Window]))]))],
            [.. state.Clients.Values],
            [.. state.Buffers.Values]);
    }

    /// <summary>The same without hidden sessions and the clients in them.</summary>
    public ServerTree WithoutHidden()
    {
        var hidden = Sessions.Where(session => session.Hidden).Select(session => session.Id).ToHashSet();
        return this with
        {
            Sessions = Sessions.RemoveAll(session => session.Hidden),
            Clients = Clients.RemoveAll(client => hidden.Contains(client.Session)),
        };
    }

    // What strays into an anchor is its user's, and is shown.
    private static bool HoldsMore(SessionState anchor, ILookup<WindowId, PaneState> panes) => anchor.Windows is not [var link] || panes[link.Window].Skip(1).Any();

    private static WindowView Window(WindowLink link, WindowState window, IEnumerable<PaneState> panes) => new(
        window.Id,
        link.Index,
        window.Name,
        link.Active,
        window.Shape.Size,
        window.Shape.Layout,
        window.Shape.Zoomed,
        [.. panes.OrderBy(pane => pane.Index).Select(pane => new PaneView(
            pane.Id, pane.Index, pane.Id == window.ActivePane, pane.Size, pane.Dead, pane.Pid, pane.Title, pane.Command, pane.Path,
            pane.Mode.Length > 0 ? pane.Mode : null)
        {
            ExitStatus = pane.ExitStatus,
            ExitSignal = pane.ExitSignal,
        })]);
}

/// <summary>A session in a tree.</summary>
/// <param name="Group">Its session group; null when it is in none.</param>
/// <param name="Hidden">It belongs to RunKit or its kin (<c>_rk-*</c>). The anchor stops being hidden when a window has strayed into it.</param>
/// <param name="Attached">How many clients are attached to it.</param>
public sealed record SessionView(SessionId Id, string Name, string? Group, bool Hidden, int Attached, ImmutableArray<WindowView> Windows);

/// <summary>A window at its place in a session.</summary>
/// <param name="Active">It is the session's current window.</param>
/// <param name="Layout">tmux's layout text, of the window unzoomed.</param>
public sealed record WindowView(
    WindowId Id, int Index, string Name, bool Active, TerminalSize Size, string Layout, bool Zoomed, ImmutableArray<PaneView> Panes);

/// <summary>A pane in its window; <see cref="PaneState"/> says what each part means.</summary>
/// <param name="Active">It is the window's active pane.</param>
/// <param name="Mode">tmux's mode, such as <c>copy-mode</c>; null when it is in none.</param>
public sealed record PaneView(
    PaneId Id, int Index, bool Active, TerminalSize Size, bool Dead, int Pid, string Title, string Command, string Path, string? Mode)
{
    /// <inheritdoc cref="PaneState.ExitStatus"/>
    public int? ExitStatus { get; init; }

    /// <inheritdoc cref="PaneState.ExitSignal"/>
    public string? ExitSignal { get; init; }
}
