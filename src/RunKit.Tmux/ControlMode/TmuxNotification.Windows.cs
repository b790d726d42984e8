namespace RunKit.Tmux.ControlMode;

public abstract partial record TmuxNotification
{
    /// <summary><c>%window-add @1</c> or <c>%unlinked-window-add @1</c>: a window was linked into a session.</summary>
    /// <param name="InOurSession">False for the <c>unlinked-</c> form: the window is not in this client's session.</param>
    public sealed record WindowAdd(WindowId Window, bool InOurSession) : TmuxNotification;

    /// <summary>
    /// <c>%window-close @1</c> or <c>%unlinked-window-close @1</c>: a window was unlinked from a session, perhaps from one of several
    /// (a moved window is added first and closed then).
    /// </summary>
    /// <param name="InOurSession">
    /// False for the <c>unlinked-</c> form. tmux up to 3.7c uses that form for windows of this client's session too: treat both alike.
    /// </param>
    public sealed record WindowClose(WindowId Window, bool InOurSession) : TmuxNotification;

    /// <summary><c>%window-renamed @1 name</c> or <c>%unlinked-window-renamed @1 name</c>.</summary>
    /// <param name="InOurSession">False for the <c>unlinked-</c> form: the window is not in this client's session.</param>
    public sealed record WindowRenamed(WindowId Window, string Name, bool InOurSession) : TmuxNotification;

    /// <summary><c>%window-pane-changed @1 %1</c>: any window's active pane is another one.</summary>
    public sealed record WindowPaneChanged(WindowId Window, PaneId Pane) : TmuxNotification;

    /// <summary>
    /// <c>%layout-change @1 layout visible-layout flags</c>, of windows in this client's session only. The layouts are as tmux wrote them;
    /// <see cref="State.Layout.WindowLayout.TryParse"/> reads them.
    /// </summary>
    /// <param name="Layout">The window's layout.</param>
    /// <param name="VisibleLayout">The same, or that of the one pane which is zoomed.</param>
    /// <param name="Flags">The window's flags, such as <c>*Z</c>; may be empty.</param>
    public sealed record LayoutChange(WindowId Window, string Layout, string VisibleLayout, string Flags) : TmuxNotification;
}
