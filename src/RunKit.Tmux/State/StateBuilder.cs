namespace RunKit.Tmux.State;

/// <summary>Makes a state of the rows of a whole listing.</summary>
internal static class StateBuilder
{
    /// <summary>Fails when a row speaks of a window that nobody listed, and when a window has no pane.</summary>
    /// <param name="rows">All rows of the listing.</param>
    /// <param name="state">What they make; empty when they cannot be a state.</param>
    /// <param name="problem">Why they cannot; else empty.</param>
    public static bool TryBuild(ListingRows rows, out ServerState state, out string problem) =>
        TryBuild(rows, default, ServerState.Empty, out state, out problem);

    /// <summary>The same behind an earlier listing: what the very same rows alone tell is taken over.</summary>
    /// <param name="rows">All rows of the listing.</param>
    /// <param name="earlier">All rows of the earlier one.</param>
    /// <param name="before">The state that those made.</param>
    /// <param name="state">What they make; empty when they cannot be a state.</param>
    /// <param name="problem">Why they cannot; else empty.</param>
    public static bool TryBuild(ListingRows rows, ListingRows earlier, ServerState before, out ServerState state, out string problem)
    {
        state = ServerState.Empty;
        problem = "";
        if (rows is { Windows: [], Panes: [], Clients: [], Buffers: [] })
        {
            return true;
        }

        var sameWindows = ReferenceEquals(rows.Windows, earlier.Windows);
        var samePanes = ReferenceEquals(rows.Panes, earlier.Panes);
        var windows = before.Windows;
        if (!(sameWindows && samePanes) && !TryJoin(rows, out windows, out problem))
        {
            return false;
        }

        state = new ServerState(
            sameWindows ? before.Sessions : Sessions(rows.Windows),
            windows,
            samePanes ? before.Panes : rows.Panes.DistinctBy(row => row.Pane.Id).ToImmutableSortedDictionary(row => row.Pane.Id, row => row.Pane),
            ReferenceEquals(rows.Clients, earlier.Clients) ? before.Clients : Named(rows.Clients, client => client.Name),
            ReferenceEquals(rows.Buffers, earlier.Buffers) ? before.Buffers : Named(rows.Buffers, buffer => buffer.Name));
        return true;
    }

    // The same window comes once for each place it has, and with it each of its panes.
    private static bool TryJoin(ListingRows rows, out ImmutableSortedDictionary<WindowId, WindowState> joined, out string problem)
    {
        joined = ServerState.Empty.Windows;
        problem = "";
        var windows = new Dictionary<WindowId, WindowState>(rows.Windows.Count);
        foreach (var row in rows.Windows)
        {
            windows[row.Window.Id] = row.Window;
        }

        var withPane = new HashSet<WindowId>(windows.Count);
        foreach (var row in rows.Panes)
        {
            if (!windows.TryGetValue(row.Pane.Window, out var window))
            {
                problem = $"tmux's listing has pane {row.Pane.Id} in {row.Pane.Window}, which it does not list";
                return false;
            }

            withPane.Add(window.Id);
            if (row.Active)
            {
                windows[window.Id] = window with { ActivePane = row.Pane.Id };
            }
        }

        if (windows.Values.FirstOrDefault(window => !withPane.Contains(window.Id)) is { } empty)
        {
            problem = $"tmux's listing has window {empty.Id} and no pane in it";
            return false;
        }

        joined = windows.ToImmutableSortedDictionary();
        return true;
    }

    private static ImmutableSortedDictionary<SessionId, SessionState> Sessions(IReadOnlyList<WindowRow> rows)
    {
        var sessions = new Dictionary<SessionId, (WindowRow First, SortedDictionary<int, WindowLink> Links)>();
        foreach (var row in rows)
        {
            if (!sessions.TryGetValue(row.Session, out var session))
            {
                sessions[row.Session] = session = (row, []);
            }

            session.Links[row.Link.Index] = row.Link;
        }

        return sessions.ToImmutableSortedDictionary(
            session => session.Key,
            session => new SessionState(session.Key, session.Value.First.SessionName, session.Value.First.Group, [.. session.Value.Links.Values])
            {
                Mark = session.Value.First.Mark,
            });
    }

    private static ImmutableSortedDictionary<string, T> Named<T>(IReadOnlyList<T> rows, Func<T, string> name) =>
        rows.DistinctBy(name).ToImmutableSortedDictionary(name, row => row, StringComparer.Ordinal);
}

/// <summary>The rows of a whole listing.</summary>
internal readonly record struct ListingRows(
    IReadOnlyList<WindowRow> Windows, IReadOnlyList<PaneRow> Panes, IReadOnlyList<ClientState> Clients, IReadOnlyList<BufferState> Buffers);
