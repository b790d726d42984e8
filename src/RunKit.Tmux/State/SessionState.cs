namespace RunKit.Tmux.State;

/// <summary>A session: its name, the session group it is in, and its windows by index.</summary>
/// <param name="Group">The group's name; sessions of one group share their windows. Empty when it is in none.</param>
public sealed record SessionState(SessionId Id, string Name, string Group, ImmutableArray<WindowLink> Windows)
{
    /// <summary>Every session whose name starts like this belongs to RunKit or its kin, and people do not see it.</summary>
    public const string HiddenPrefix = "_rk-";

    public bool IsHidden => Name.StartsWith(HiddenPrefix, StringComparison.Ordinal);

    /// <summary>The session's current window; null when tmux named none.</summary>
    public WindowId? ActiveWindow => Windows.FirstOrDefault(link => link.Active)?.Window;

    public bool Equals(SessionState? other) =>
        other is not null && Id == other.Id && Name == other.Name && Group == other.Group && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Id, Name, Group, Windows.Length);
}

/// <summary>A window's place in a session. One window may have several, even in one session.</summary>
public sealed record WindowLink(int Index, WindowId Window, bool Active);
