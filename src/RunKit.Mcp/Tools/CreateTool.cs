using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>create</c>: a session, a window or a pane on a server that runs.</summary>
internal static class CreateTool
{
    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "create",
        Scope = AccessScope.Admin,
        OpenWorld = true,
        Description = "Makes a session, a window or a split on a server that runs, without going there; it never starts a server. Give 'server' for a session, 'session' for a window, 'pane' for a split. "
            + "To run a command and have its output, use run.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        if (arguments.Directory is { } directory && !directory.StartsWith('/'))
        {
            throw new ToolException("'directory' is an absolute path");
        }

        var (server, line) = await LineAsync(arguments, session, cancellationToken).ConfigureAwait(false);
        var made = await TmuxCall.RunAsync(session, server, line, cancellationToken).ConfigureAwait(false);
        var tree = await session.TreeAsync(server, cancellationToken).ConfigureAwait(false);
        return new ToolAnswer(new { Made = new TargetHandle(server, tree.Generation, made.Trim()).ToString(), Next = "call list for its pane" });
    }

    private static async Task<(ServerName Server, TmuxCommandLine Line)> LineAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case { Server: { } name, Session: null, Pane: null }:
                // A look first: a server that does not run is not started.
                var server = ToolSession.Server(name);
                await session.TreeAsync(server, cancellationToken).ConfigureAwait(false);
                return (server, TmuxCommands.NewSession(arguments.Name, null, arguments.Directory, arguments.Command));
            case { Server: null, Session: { } text, Pane: null }:
                var place = await FoundTarget.FindAsync(session, text, cancellationToken).ConfigureAwait(false);
                return (place.Handle.Server, TmuxCommands.NewWindow(place.Session().Id, arguments.Name, arguments.Directory, arguments.Command));
            case { Server: null, Session: null, Pane: { } text, Name: null }:
                var pane = await FoundTarget.FindAsync(session, text, cancellationToken).ConfigureAwait(false);
                return (pane.Handle.Server, TmuxCommands.SplitWindow(pane.Pane().Pane, arguments.SideBySide, arguments.Directory, arguments.Command));
            default:
                throw new ToolException("give one of 'server' (for a session), 'session' (for a window), 'pane' (for a split, which has no name)");
        }
    }

    internal sealed record Arguments
    {
        [Description("For a session: the server's name.")]
        public string? Server { get; init; }

        [Description("For a window: the session's handle.")]
        public string? Session { get; init; }

        [Description("For a split: the handle of the pane that gives half of its place.")]
        public string? Pane { get; init; }

        [Description("The name of the session or window.")]
        public string? Name { get; init; }

        [Description("Where it starts, absolute.")]
        public string? Directory { get; init; }

        [Description("A program and its arguments; the user's shell when there are none.")]
        public string[] Command { get; init; } = [];

        [Description("For a split: the new pane stands to the right, else below.")]
        public bool SideBySide { get; init; }
    }
}
