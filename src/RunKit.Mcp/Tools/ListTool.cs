using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>list</c>: servers and panes, with the handles that the other tools take.</summary>
internal static class ListTool
{
    private const int MostPanes = 300;

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "list",
        Scope = AccessScope.Read,
        Description = "Lists tmux servers and their panes, with the handle of each session, window and pane that every other tool takes. Call it first, and again when a handle is refused.",
    };

    /// <summary>The servers alone.</summary>
    internal static async Task<ToolAnswer> ServersAsync(ToolSession session, CancellationToken cancellationToken) =>
        new(new { Servers = (await session.Plane.GetServersAsync(cancellationToken).ConfigureAwait(false)).Select(ServerRow) });

    /// <exception cref="ToolException">There is no such server.</exception>
    internal static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var only = arguments.Server is { } name ? ToolSession.Server(name) : null;
        var servers = (await session.Plane.GetServersAsync(cancellationToken).ConfigureAwait(false)).Where(view => only is null || view.Name == only.Value).ToArray();
        if (only is not null && servers.Length == 0)
        {
            throw new ToolException($"there is no server {only}; call list without 'server'");
        }

        var panes = new List<object>();
        var left = 0;
        foreach (var server in servers.Where(view => view.Generation is not null))
        {
            if (await session.Plane.GetTreeAsync(new ServerName(server.Name), cancellationToken).ConfigureAwait(false) is TreeOutcome.Known { Tree: var tree })
            {
                var rows = Rows(tree.WithoutHidden(), session, arguments.Filter).ToArray();
                panes.AddRange(rows.Take(MostPanes - panes.Count));
                left += rows.Length;
            }
        }

        return new ToolAnswer(new
        {
            Servers = servers.Select(ServerRow),
            Panes = panes,
            PanesNotShown = left > panes.Count ? left - panes.Count : (int?)null,
            Hint = left > panes.Count ? "narrow it down with 'server' or 'filter'" : null,
        });
    }

    private static object ServerRow(ServerView view) => new
    {
        Server = view.Name,
        State = view.Generation is null ? "dead" : view.Error is null ? "running" : "unclear",
        Problem = view.Error,
    };

    private static IEnumerable<object> Rows(ServerTree tree, ToolSession session, string? filter)
    {
        var places = (from place in tree.Sessions
                      from window in place.Windows
                      from pane in window.Panes
                      select (place, window, pane)).DistinctBy(found => found.pane.Id).ToDictionary(found => found.pane.Id);
        foreach (var summary in PaneSummary.Of(tree).Where(pane => filter is null || pane.Mentions(filter)))
        {
            var (place, window, pane) = places[summary.Pane];
            yield return new
            {
                Pane = Handle(summary.Pane.ToString()),
                Window = Handle(window.Id.ToString()),
                Session = Handle(place.Id.ToString()),
                summary.Target,
                WindowName = window.Name,
                summary.Command,
                summary.Path,
                summary.Title,
                Size = $"{pane.Size.Width}x{pane.Size.Height}",
                Active = summary.Active ? true : (bool?)null,
                Dead = summary.Dead ? true : (bool?)null,
                Mode = summary.Mode,
                YourOwn = session.Own?.Is(tree.Generation, summary.Pane) == true ? true : (bool?)null,
            };
        }

        string Handle(string id) => new TargetHandle(new ServerName(tree.Name), tree.Generation, id).ToString();
    }

    internal sealed record Arguments
    {
        [Description("Only this server.")]
        public string? Server { get; init; }

        [Description("Only panes in whose server, target, command, path or title this word stands.")]
        public string? Filter { get; init; }
    }
}
