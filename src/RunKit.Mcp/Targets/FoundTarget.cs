namespace RunKit.Mcp.Targets;

/// <summary>What a handle names, as the server's tree has it now.</summary>
/// <param name="Handle">The handle.</param>
/// <param name="Tree">The tree of its server.</param>
internal sealed record FoundTarget(TargetHandle Handle, ServerTree Tree)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="ToolException">It is no handle, of an earlier generation, or gone.</exception>
    public static async Task<FoundTarget> FindAsync(ToolSession session, string text, CancellationToken cancellationToken)
    {
        if (!TargetHandle.TryParse(text, out var handle))
        {
            throw new ToolException($"'{Printable.Line(text)}' is no handle: take one from list, in the form {TargetHandle.Form}");
        }

        var tree = await session.TreeAsync(handle!.Server, cancellationToken).ConfigureAwait(false);
        return tree.Generation == handle.Generation
            ? new FoundTarget(handle, tree)
            : throw new ToolException($"{handle} is of an earlier run of the server {handle.Server}, which has ended; call list again");
    }

    /// <summary>The pane that it names.</summary>
    /// <exception cref="ToolException">It names none, or one that is gone.</exception>
    public PaneAddress Pane() => PaneId.TryParse(Handle.Id, out var id) && Panes().Any(pane => pane.Id == id)
        ? new PaneAddress(Handle.Server, id)
        : throw (Handle.Id.StartsWith('%') ? Gone("pane") : new ToolException($"{Handle} is no pane; a pane's handle ends in %NUMBER"));

    /// <summary>The window that it names, with the session in which it was found first.</summary>
    /// <exception cref="ToolException">It is gone.</exception>
    public (SessionView Session, WindowView Window) Window() => WindowId.TryParse(Handle.Id, out var id)
        ? Tree.Sessions.SelectMany(session => session.Windows, (session, window) => (session, window)).FirstOrDefault(found => found.window.Id == id) is ({ } session, { } window)
            ? (session, window)
            : throw Gone("window")
        : throw new ToolException($"{Handle} is no window; a window's handle ends in @NUMBER");

    /// <summary>The session that it names.</summary>
    /// <exception cref="ToolException">It is gone.</exception>
    public SessionView Session() => SessionId.TryParse(Handle.Id, out var id)
        ? Tree.Sessions.FirstOrDefault(session => session.Id == id) ?? throw Gone("session")
        : throw new ToolException($"{Handle} is no session; a session's handle ends in $NUMBER");

    private IEnumerable<PaneView> Panes() => Tree.Sessions.SelectMany(session => session.Windows).SelectMany(window => window.Panes);

    private ToolException Gone(string what) => new($"the {what} {Handle} is gone; call list again");
}
