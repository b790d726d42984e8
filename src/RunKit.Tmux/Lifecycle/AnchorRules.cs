using RunKit.Tmux.Connection;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Lifecycle;

/// <summary>What is ours of a server's sessions, and what has strayed there. Decided from one listing; the mark counts, never the name.</summary>
/// <param name="Session">The anchor; null when there is none: no session has the mark, or the pane that we made is not in it any more.</param>
/// <param name="Pane">The pane that we made.</param>
/// <param name="IsRenamed">It has another name than it is to have, and that one is free.</param>
/// <param name="Strayed">What a user's untargeted command put there, in the order of its windows.</param>
/// <param name="Widowed">Sessions that have the mark and not our pane: they are the user's now.</param>
public sealed record AnchorRules(
    SessionState? Session, PaneId? Pane, bool IsRenamed, ImmutableArray<Stray> Strayed, ImmutableArray<SessionId> Widowed)
{
    public static AnchorRules From(ServerState state, AnchorNames names)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(names);
        var marked = state.Sessions.Values.Where(session => session.IsAnchor).ToArray();
        var anchor = marked.FirstOrDefault(session => Home(session, state) is not null);
        var widowed = marked.Where(session => session != anchor && session.AnchorPane is not null).Select(session => session.Id).ToImmutableArray();
        if (anchor is null || Home(anchor, state) is not { } home)
        {
            return new AnchorRules(null, null, IsRenamed: false, [], widowed);
        }

        var renamed = anchor.Name != names.Session && state.Sessions.Values.All(session => session.Name != names.Session);
        return new AnchorRules(anchor, anchor.AnchorPane, renamed, [.. Strays(anchor, home, state)], widowed);
    }

    /// <summary>Nothing is in the anchor but the pane that we made.</summary>
    public bool IsOursAlone => Session is { Windows: [_] } && Strayed.IsEmpty;

    // An anchor that another program of this kind made says no more than that it is one: its first window is taken for its own.
    private static WindowId? Home(SessionState session, ServerState state) => session.AnchorPane is { } pane
        ? state.Panes.TryGetValue(pane, out var ours) && session.Windows.Any(link => link.Window == ours.Window) ? ours.Window : null
        : session.Windows.FirstOrDefault()?.Window;

    private static IEnumerable<Stray> Strays(SessionState anchor, WindowId home, ServerState state)
    {
        foreach (var link in anchor.Windows.Where(link => link.Window != home))
        {
            yield return new Stray(link.Window, null, state.Windows[link.Window].Name, link.Active);
        }

        foreach (var pane in state.Panes.Values.Where(pane => pane.Window == home && anchor.AnchorPane is { } ours && pane.Id != ours))
        {
            yield return new Stray(home, pane.Id, pane.Command, IsCurrent: true);
        }
    }
}

/// <summary>A window in the anchor, or a pane in the anchor's own window, that is a user's.</summary>
/// <param name="Window">The window that strayed, or in which the pane is.</param>
/// <param name="Pane">The pane; null for a whole window.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="IsCurrent">Its maker meant to go there.</param>
public sealed record Stray(WindowId Window, PaneId? Pane, string Name, bool IsCurrent);
