namespace RunKit.Tmux.State;

/// <summary>
/// What happened between two listings of one generation. Removals come first, then additions, then changes; each by id.
/// <see cref="StateReplay"/> is the way back: the events over the first listing give the second.
/// </summary>
public static class StateDiff
{
    /// <param name="before">The earlier listing.</param>
    /// <param name="after">The later one.</param>
    public static ImmutableArray<ServerEvent> Between(ServerState before, ServerState after)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        // Of two listings one after the other most parts are the same object (ListingReader).
        var events = ImmutableArray.CreateBuilder<ServerEvent>();
        Removals(before, after, events);
        Additions(before, after, events);
        Kept(before.Sessions, Marked(after.Sessions, before.Sessions), (was, now) => Session(was, now, events));
        Kept(before.Windows, after.Windows, (was, now) => Window(was, now, events));
        Kept(before.Panes, after.Panes, (was, now) => Pane(was, now, events));
        Kept(before.Clients, after.Clients, (was, now) => Client(was, now, events));
        Kept(before.Buffers, after.Buffers, (_, now) => events.Add(new BufferChanged(now.Name, now.Bytes, now.Created)));
        return events.ToImmutable();
    }

    private static void Removals(ServerState before, ServerState after, ImmutableArray<ServerEvent>.Builder events)
    {
        Gone(before.Clients, after.Clients, client => events.Add(new ClientDetached(client.Name, client.Pid, client.Session)));
        Gone(before.Panes, after.Panes, pane => events.Add(new PaneRemoved(pane.Id, pane.Window)));
        Gone(before.Windows, after.Windows, window => events.Add(new WindowRemoved(window.Id, window.Name)));
        Gone(before.Sessions, Marked(after.Sessions, before.Sessions), session => events.Add(new SessionRemoved(session.Id, session.Name)));
        Gone(before.Buffers, after.Buffers, buffer => events.Add(new BufferRemoved(buffer.Name)));
    }

    private static void Additions(ServerState before, ServerState after, ImmutableArray<ServerEvent>.Builder events)
    {
        Gone(after.Sessions, Marked(before.Sessions, after.Sessions), s => events.Add(
            new SessionAdded(s.Id, s.Name, s.Group, s.Windows) { Mark = s.IsAnchor ? s.Mark : null }));
        Gone(after.Windows, before.Windows, w => events.Add(new WindowAdded(w.Id, w.Name, w.Shape, w.ActivePane)));
        Gone(after.Panes, before.Panes, p => events.Add(
            new PaneAdded(p.Id, p.Window, p.Index, p.Size, p.Dead, p.Pid, p.Title, p.Command, p.Path, p.Mode) { ExitStatus = p.ExitStatus, ExitSignal = p.ExitSignal }));
        Gone(after.Panes, before.Panes, p => Exited(null, p, events));
        Gone(after.Clients, before.Clients, client => events.Add(Attached(client)));
        Gone(after.Buffers, before.Buffers, buffer => events.Add(new BufferChanged(buffer.Name, buffer.Bytes, buffer.Created)));
    }

    // A session that becomes an anchor, or is one no longer, is told as another session: who follows the events must know which it is.
    private static ImmutableSortedDictionary<SessionId, SessionState> Marked(
        ImmutableSortedDictionary<SessionId, SessionState> sessions, ImmutableSortedDictionary<SessionId, SessionState> others)
    {
        if (ReferenceEquals(sessions, others))
        {
            return sessions;
        }

        var turned = sessions.Values.Where(session => others.TryGetValue(session.Id, out var other) && other.Mark != session.Mark).Select(session => session.Id);
        return sessions.RemoveRange(turned);
    }

    private static void Gone<TId, T>(
        ImmutableSortedDictionary<TId, T> from, ImmutableSortedDictionary<TId, T> to, Action<T> each)
        where TId : notnull
    {
        if (ReferenceEquals(from, to))
        {
            return;
        }

        foreach (var (id, value) in from)
        {
            if (!to.ContainsKey(id))
            {
                each(value);
            }
        }
    }

    private static void Kept<TId, T>(
        ImmutableSortedDictionary<TId, T> before, ImmutableSortedDictionary<TId, T> after, Action<T, T> changed)
        where TId : notnull
        where T : class
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        foreach (var (id, now) in after)
        {
            if (before.TryGetValue(id, out var was) && !was.Equals(now))
            {
                changed(was, now);
            }
        }
    }

    private static void Session(SessionState was, SessionState now, ImmutableArray<ServerEvent>.Builder events)
    {
        if (was.Name != now.Name)
        {
            events.Add(new SessionRenamed(now.Id, was.Name, now.Name));
        }

        if (was.Group != now.Group)
        {
            events.Add(new SessionGroupChanged(now.Id, was.Group, now.Group));
        }

        if (!Places(was).SequenceEqual(Places(now)))
        {
            events.Add(new SessionLinksChanged(now.Id, now.Windows));
        }

        var (oldLink, link) = (Current(was), Current(now));
        if (oldLink?.Window != link?.Window || oldLink?.Index != link?.Index)
        {
            events.Add(new SessionWindowChanged(now.Id, oldLink?.Window, link?.Window, link?.Index));
        }
    }

    private static IEnumerable<(int Index, WindowId Window)> Places(SessionState session) =>
        session.Windows.Select(link => (link.Index, link.Window));

    private static WindowLink? Current(SessionState session) => session.Windows.FirstOrDefault(link => link.Active);

    private static void Window(WindowState was, WindowState now, ImmutableArray<ServerEvent>.Builder events)
    {
        if (was.Name != now.Name)
        {
            events.Add(new WindowRenamed(now.Id, was.Name, now.Name));
        }

        if (was.Shape != now.Shape)
        {
            events.Add(new WindowLayoutChanged(now.Id, was.Shape, now.Shape));
        }

        if (was.ActivePane != now.ActivePane)
        {
            events.Add(new WindowPaneChanged(now.Id, was.ActivePane, now.ActivePane));
        }
    }

    private static void Pane(PaneState was, PaneState now, ImmutableArray<ServerEvent>.Builder events)
    {
        events.Add(new PaneChanged(
            now.Id,
            Changed(was.Title, now.Title),
            Changed(was.Command, now.Command),
            Changed(was.Path, now.Path),
            Changed(was.Dead, now.Dead),
            Changed(was.Mode, now.Mode),
            Changed(was.Pid, now.Pid),
            Changed(was.Size, now.Size),
            Changed(was.Index, now.Index),
            Changed(was.Window, now.Window))
        {
            ExitStatus = Changed(was.ExitStatus, now.ExitStatus),
            ExitSignal = Changed(was.ExitSignal, now.ExitSignal),
        });

        Exited(was, now, events);
    }

    // tmux may know that it has ended before it knows how.
    private static void Exited(PaneState? was, PaneState now, ImmutableArray<ServerEvent>.Builder events)
    {
        if (now.IsEndKnown && (was is not { IsEndKnown: true } || was.Pid != now.Pid))
        {
            events.Add(new PaneExited(now.Id, now.Window, now.ExitStatus, now.ExitSignal));
        }
    }

    // A terminal's name is used again as soon as it is free: another process there is another client.
    private static void Client(ClientState was, ClientState now, ImmutableArray<ServerEvent>.Builder events)
    {
        if (was.Pid != now.Pid || was.Control != now.Control)
        {
            events.Add(new ClientDetached(was.Name, was.Pid, was.Session));
            events.Add(Attached(now));
            return;
        }

        events.Add(new ClientChanged(
            now.Name, Changed(was.Session, now.Session), Changed(was.Size, now.Size), Changed(was.ReadOnly, now.ReadOnly)));
    }

    private static ClientAttached Attached(ClientState client) =>
        new(client.Name, client.Pid, client.Session, client.Size, client.Control, client.ReadOnly);

    private static Change<T>? Changed<T>(T was, T now) =>
        EqualityComparer<T>.Default.Equals(was, now) ? null : new Change<T>(was, now);
}
