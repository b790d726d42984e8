namespace RunKit.Tmux.State;

/// <summary>
/// What one listing of a server said: its sessions, windows and panes, keyed by tmux's ids, its clients and paste buffers, keyed by
/// name. Immutable, and true only together with the <see cref="ServerGeneration"/> it was read from.
/// </summary>
public sealed record ServerState(
    ImmutableSortedDictionary<SessionId, SessionState> Sessions,
    ImmutableSortedDictionary<WindowId, WindowState> Windows,
    ImmutableSortedDictionary<PaneId, PaneState> Panes,
    ImmutableSortedDictionary<string, ClientState> Clients,
    ImmutableSortedDictionary<string, BufferState> Buffers)
{
    /// <summary>A server without sessions, as <c>exit-empty off</c> allows it.</summary>
    public static ServerState Empty { get; } = new(
        ImmutableSortedDictionary<SessionId, SessionState>.Empty,
        ImmutableSortedDictionary<WindowId, WindowState>.Empty,
        ImmutableSortedDictionary<PaneId, PaneState>.Empty,
        ImmutableSortedDictionary.Create<string, ClientState>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, BufferState>(StringComparer.Ordinal));

    /// <summary>The sessions that people see: those whose name does not start with <c>_rk-</c>.</summary>
    public IEnumerable<SessionState> VisibleSessions => Sessions.Values.Where(session => !session.IsHidden);

    /// <summary>The lowest-numbered session that is not hidden; null when there is none.</summary>
    public SessionState? FirstRealSession => VisibleSessions.FirstOrDefault();

    /// <summary>How many sessions, windows and panes people see; a window counts once however many sessions link to it.</summary>
    public StateCounts Counts()
    {
        var windows = VisibleSessions.SelectMany(session => session.Windows).Select(link => link.Window).ToHashSet();
        return new StateCounts(VisibleSessions.Count(), windows.Count, Panes.Values.Count(pane => windows.Contains(pane.Window)));
    }

    /// <summary>
    /// The session that a viewer is to be attached to: <see cref="FirstRealSession"/>, else the anchor, which is there to be landed in. Null
    /// where there is no session.
    /// </summary>
    public SessionId? AttachTarget => (FirstRealSession ?? Sessions.Values.FirstOrDefault())?.Id;

    /// <summary>How many clients are attached to a session, ours among them.</summary>
    public int Attached(SessionId session) => Clients.Values.Count(client => client.Session == session);
}

/// <summary>Visible sessions, windows and panes of one server.</summary>
public readonly record struct StateCounts(int Sessions, int Windows, int Panes);
