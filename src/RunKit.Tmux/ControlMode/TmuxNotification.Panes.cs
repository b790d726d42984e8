namespace RunKit.Tmux.ControlMode;

public abstract partial record TmuxNotification
{
    /// <summary><c>%pane-mode-changed %1</c>: any pane entered or left a mode.</summary>
    public sealed record PaneModeChanged(PaneId Pane) : TmuxNotification;

    /// <summary><c>%output %1 data</c>: what a pane of this client's session wrote. Not sent to a client with <c>no-output</c>.</summary>
    /// <param name="Data">The bytes as the pane wrote them. A character may be split over two of these.</param>
    public sealed record Output(PaneId Pane, ReadOnlyMemory<byte> Data) : TmuxNotification
    {
        public bool Equals(Output? other) =>
            other is not null && Cut == other.Cut && Pane == other.Pane && Data.Span.SequenceEqual(other.Data.Span);

        public override int GetHashCode() => HashCode.Combine(Pane, Data.Length);
    }

    /// <summary><c>%extended-output %1 age ... : data</c>: the same for a client with <c>pause-after</c> (3.2).</summary>
    /// <param name="AgeMilliseconds">How long tmux has held it back.</param>
    /// <param name="Data">The bytes as the pane wrote them. A character may be split over two of these.</param>
    public sealed record ExtendedOutput(PaneId Pane, ulong AgeMilliseconds, ReadOnlyMemory<byte> Data) : TmuxNotification
    {
        public bool Equals(ExtendedOutput? other) =>
            other is not null && Cut == other.Cut && Pane == other.Pane && AgeMilliseconds == other.AgeMilliseconds
            && Data.Span.SequenceEqual(other.Data.Span);

        public override int GetHashCode() => HashCode.Combine(Pane, AgeMilliseconds, Data.Length);
    }

    /// <summary><c>%pause %1</c>: the pane's output is no longer sent, and is lost to this client (3.2).</summary>
    public sealed record Pause(PaneId Pane) : TmuxNotification;

    /// <summary><c>%continue %1</c>: the pane's output is sent again (3.2).</summary>
    public sealed record Continue(PaneId Pane) : TmuxNotification;

    /// <summary>
    /// <c>%subscription-changed name $1 @1 index %1 ... : value</c> (3.2). A value that holds a line end is cut there by tmux's own
    /// framing, and its rest comes as lines of no known kind.
    /// </summary>
    /// <param name="Window">Null, as <paramref name="Index"/> is, for a subscription to the session.</param>
    /// <param name="Index">The window's place in the session.</param>
    /// <param name="Pane">Null unless it is a subscription to panes.</param>
    public sealed record SubscriptionChanged(string Name, SessionId Session, WindowId? Window, uint? Index, PaneId? Pane, string Value)
        : TmuxNotification;
}
