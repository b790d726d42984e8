namespace RunKit.Tmux.State;

/// <summary>A session: its name, the session group it is in, and its windows by index.</summary>
/// <param name="Group">The group's name; sessions of one group share their windows. Empty when it is in none.</param>
public sealed record SessionState(SessionId Id, string Name, string Group, ImmutableArray<WindowLink> Windows)
{
    /// <summary>Every session whose name starts like this belongs to RunKit or its kin, and people do not see it.</summary>
    public const string HiddenPrefix = "_rk-";

    // A session of a user's that merely has an anchor's name.
    private const string AnchorPrefix = "_rk-ctl";

    /// <summary>What the anchor's mark says on it: the pane that we made, such as <c>%5</c>; empty on a session that is no anchor.</summary>
    public string Mark { get; init; } = "";

    /// <summary>It is an anchor, whatever its name.</summary>
    public bool IsAnchor => Mark.Length > 0;

    /// <summary>The pane that the anchor was made with; null when it is no anchor, or another program's.</summary>
    public PaneId? AnchorPane => PaneId.TryParse(Mark, out var pane) ? pane : null;

    public bool IsHidden => IsAnchor || (Name.StartsWith(HiddenPrefix, StringComparison.Ordinal) && !Name.StartsWith(AnchorPrefix, StringComparison.Ordinal));

    /// <summary>The session's current window; null when tmux named none.</summary>
    public WindowId? ActiveWindow => Windows.FirstOrDefault(link => link.Active)?.Window;

    public bool Equals(SessionState? other) =>
        other is not null && Id == other.Id && Name == other.Name && Group == other.Group && Mark == other.Mark && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Id, Name, Group, Windows.Length);
}

/// <summary>A window's place in a session. One window may have several, even in one session.</summary>
public sealed record WindowLink(int Index, WindowId Window, bool Active);
