namespace RunKit.Tmux.State;

/// <summary>What happened between two listings of one generation. Removals come first, then additions, then changes; each by id.</summary>
public static class StateDiff
{
    /// <param name="before">The earlier listing.</param>
    /// <param name="after">The later one.</param>
    /// <param name="anchor">The anchor session's name: a second window in it has strayed there.</param>
    public static ImmutableArray<ServerEvent> Between(ServerState before, ServerState after, string anchor)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        var events = ImmutableArray.CreateBuilder<ServerEvent>();
        Gone(before.Panes, after.Panes, pane => events.Add(new PaneRemoved(pane.Id, pane.Window)));
        Gone(before.Windows, after.Windows, window => events.Add(new WindowRemoved(window.Id, window.Name)));
        Gone(before.Sessions, after.Sessions, session => events.Add(new SessionRemoved(session.Id, session.Name)));
        Gone(after.Sessions, before.Sessions, session => events.Add(new SessionAdded(session.Id, session.Name)));
        Gone(after.Windows, before.Windows, window => events.Add(new WindowAdded(window.Id, window.Name)));
        Gone(after.Panes, before.Panes, pane => events.Add(new PaneAdded(pane.Id, pane.Window)));
        Sessions(before, after, events);
        Windows(before, after, events);
        Panes(before, after, events);
        Strays(before, after, anchor, events);
        return events.ToImmutable();
    }

    private static void Gone<TId, T>(
        ImmutableSortedDictionary<TId, T> from, ImmutableSortedDictionary<TId, T> to, Action<T> each)
        where TId : notnull
    {
        foreach (var (id, value) in from)
        {
            if (!to.ContainsKey(id))
            {
                each(value);
            }
        }
    }

    private static IEnumerable<(T Old, T New)> Kept<TId, T>(
        ImmutableSortedDictionary<TId, T> before, ImmutableSortedDictionary<TId, T> after)
        where TId : notnull
        where T : class
    {
        foreach (var (id, now) in after)
        {
            if (before.TryGetValue(id, out var was) && !was.Equals(now))
            {
                yield return (was, now);
            }
        }
    }

    private static void Sessions(ServerState before, ServerState after, ImmutableArray<ServerEvent>.Builder events)
    {
        foreach (var (was, now) in Kept(before.Sessions, after.Sessions))
        {
            if (was.Name != now.Name)
            {
                events.Add(new SessionRenamed(now.Id, was.Name, now.Name));
            }

            if (was.ActiveWindow != now.ActiveWindow)
            {
                events.Add(new SessionWindowChanged(now.Id, was.ActiveWindow, now.ActiveWindow));
            }
        }
    }

    private static void Windows(ServerState before, ServerState after, ImmutableArray<ServerEvent>.Builder events)
    {
        foreach (var (was, now) in Kept(before.Windows, after.Windows))
        {
            events.Add(new WindowRenamed(now.Id, was.Name, now.Name));
        }

        var (activeBefore, activeAfter) = (ActivePanes(before), ActivePanes(after));
        foreach (var id in after.Windows.Keys.Where(before.Windows.ContainsKey))
        {
            PaneId? was = activeBefore.TryGetValue(id, out var old) ? old : null;
            PaneId? now = activeAfter.TryGetValue(id, out var current) ? current : null;
            if (was != now)
            {
                events.Add(new WindowPaneChanged(id, was, now));
            }
        }
    }

    private static void Panes(ServerState before, ServerState after, ImmutableArray<ServerEvent>.Builder events)
    {
        foreach (var (was, now) in Kept(before.Panes, after.Panes))
        {
            var changed = new PaneChanged(
                now.Id,
                Changed(was.Title, now.Title),
                Changed(was.Command, now.Command),
                Changed(was.Path, now.Path),
                Changed(was.Dead, now.Dead),
                Changed(was.Window, now.Window));
            if (changed != new PaneChanged(now.Id))
            {
                events.Add(changed);
            }
        }
    }

    private static void Strays(ServerState before, ServerState after, string anchor, ImmutableArray<ServerEvent>.Builder events)
    {
        var session = after.Sessions.Values.FirstOrDefault(candidate => candidate.Name == anchor);
        var known = session is not null && before.Sessions.TryGetValue(session.Id, out var was)
            ? was.Windows.Select(link => link.Window).ToHashSet()
            : null;
        if (session is null || known is null)
        {
            return;
        }

        foreach (var link in session.Windows.Where(link => !known.Contains(link.Window)))
        {
            events.Add(new WindowStrayed(link.Window, after.Windows[link.Window].Name));
        }
    }

    // A window has one active pane. A listing that says otherwise is odd, and no reason to fail: the lowest id stands.
    private static Dictionary<WindowId, PaneId> ActivePanes(ServerState state) =>
        state.Panes.Values.Where(pane => pane.Active).DistinctBy(pane => pane.Window).ToDictionary(pane => pane.Window, pane => pane.Id);

    private static Change<T>? Changed<T>(T was, T now) =>
        EqualityComparer<T>.Default.Equals(was, now) ? null : new Change<T>(was, now);
}
