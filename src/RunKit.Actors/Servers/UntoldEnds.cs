using RunKit.Tmux.State;

namespace RunKit.Actors.Servers;

/// <summary>Panes whose program has ended while tmux does not say how: each is new once, whatever becomes of it.</summary>
internal sealed class UntoldEnds
{
    private HashSet<(PaneId Pane, int Pid)> _known = [];

    /// <summary>Whether a listing shows one that none has shown before.</summary>
    public bool HasNew(ServerState state)
    {
        HashSet<(PaneId, int)> untold = [.. state.Panes.Values.Where(pane => pane is { Dead: true, IsEndKnown: false }).Select(pane => (pane.Id, pane.Pid))];
        var hasNew = !untold.IsSubsetOf(_known);
        _known = untold;
        return hasNew;
    }
}
