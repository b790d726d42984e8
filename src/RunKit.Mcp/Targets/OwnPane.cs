using System.Globalization;

namespace RunKit.Mcp.Targets;

/// <summary>The pane that the client itself runs in: what it typed there it would type to itself.</summary>
/// <param name="ServerPid">The process of its server.</param>
/// <param name="Pane">The pane.</param>
public sealed record OwnPane(int ServerPid, PaneId Pane)
{
    /// <summary>Reads what tmux tells a pane's programs; null where this is no pane.</summary>
    /// <param name="tmux">The variable <c>TMUX</c>: a socket, a pid and a session, with commas between them.</param>
    /// <param name="pane">The variable <c>TMUX_PANE</c>.</param>
    public static OwnPane? From(string? tmux, string? pane) =>
        tmux?.Split(',') is [.., var pid, _]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var server)
        && PaneId.TryParse(pane, out var id)
            ? new OwnPane(server, id)
            : null;

    internal bool Is(ServerGeneration generation, PaneId pane) => generation.Pid == ServerPid && pane == Pane;
}
