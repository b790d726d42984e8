using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>kill</c>: ends a pane, a window or a session; never a server.</summary>
internal static class KillTool
{
    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "kill",
        Scope = AccessScope.Admin,
        Destructive = true,
        Description = "Ends a pane, a window or a session, and everything that runs in it. Say what you expect it to be: a pane's command, a window's or session's name, as list says; anything else is refused. "
            + "To end what you began with run, use cancel. A server cannot be ended here.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var target = await FoundTarget.FindAsync(session, arguments.Target, cancellationToken).ConfigureAwait(false);
        var (name, panes, line) = Order(target);
        session.RefuseOwn(target.Tree, panes);
        if (name != arguments.Expected)
        {
            throw new ToolException($"{arguments.Target} is '{Printable.Line(name)}' and not '{Printable.Line(arguments.Expected)}'; nothing was ended");
        }

        await TmuxCall.RunAsync(session, target.Handle.Server, line, cancellationToken).ConfigureAwait(false);
        return new ToolAnswer(new { Ended = arguments.Target });
    }

    private static (string Name, IEnumerable<PaneId> Panes, TmuxCommandLine Line) Order(FoundTarget target)
    {
        switch (target.Handle.Id[0])
        {
            case '%':
                var address = target.Pane();
                var pane = target.Tree.Sessions.SelectMany(session => session.Windows).SelectMany(window => window.Panes).First(pane => pane.Id == address.Pane);
                return (pane.Command, [pane.Id], TmuxCommands.KillPane(pane.Id));
            case '@':
                var window = target.Window().Window;
                return (window.Name, window.Panes.Select(inside => inside.Id), TmuxCommands.KillWindow(window.Id));
            default:
                var session = target.Session();
                return (session.Name, session.Windows.SelectMany(inside => inside.Panes).Select(inside => inside.Id), TmuxCommands.KillSession(session.Id));
        }
    }

    internal sealed record Arguments
    {
        [Description("The handle of a pane, window or session, from list.")]
        public required string Target { get; init; }

        [Description("What it is: a pane's command, a window's or session's name.")]
        public required string Expected { get; init; }
    }
}
