namespace RunKit.Tmux.State;

/// <summary>
/// What one listing of a server said: its sessions, windows and panes, keyed by tmux's ids. Immutable, and true only together with
/// the <see cref="ServerGeneration"/> it was read from.
/// </summary>
public sealed record ServerState(
    ImmutableSortedDictionary<SessionId, SessionState> Sessions,
    ImmutableSortedDictionary<WindowId, WindowState> Windows,
    ImmutableSortedDictionary<PaneId, PaneState> Panes)
{
    /// <summary>A server without sessions, as <c>exit-empty off</c> allows it.</summary>
    public static ServerState Empty { get; } = new(
        ImmutableSortedDictionary<SessionId, SessionState>.Empty,
        ImmutableSortedDictionary<WindowId, WindowState>.Empty,
        ImmutableSortedDictionary<PaneId, PaneState>.Empty);

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
}

/// <summary>Visible sessions, windows and panes of one server.</summary>
public readonly record struct StateCounts(int Sessions, int Windows, int Panes);

/// <summary>A session: its name, how many clients are attached, and its windows by index.</summary>
public sealed record SessionState(SessionId Id, string Name, int Attached, ImmutableArray<WindowLink> Windows)
{
    /// <summary>Every session whose name starts like this belongs to RunKit or its kin, and people do not see it.</summary>
    public const string HiddenPrefix = "_rk-";

    public bool IsHidden => Name.StartsWith(HiddenPrefix, StringComparison.Ordinal);

    /// <summary>The session's current window; null when tmux named none.</summary>
    public WindowId? ActiveWindow => Windows.FirstOrDefault(link => link.Active)?.Window;

    public bool Equals(SessionState? other) =>
        other is not null && Id == other.Id && Name == other.Name && Attached == other.Attached && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Id, Name, Attached, Windows.Length);
}

/// <summary>A window's place in a session.</summary>
public sealed record WindowLink(int Index, WindowId Window, bool Active);

/// <summary>A window, wherever it is linked.</summary>
public sealed record WindowState(WindowId Id, string Name);

/// <summary>A pane. <paramref name="Dead"/> panes are kept by tmux under <c>remain-on-exit</c>.</summary>
public sealed record PaneState(
    PaneId Id,
    WindowId Window,
    int Index,
    bool Active,
    bool Dead,
    int Pid,
    string Title,
    string Command,
    string Path);
